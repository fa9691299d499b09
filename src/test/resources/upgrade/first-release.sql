-- Rows as the first release wrote them, at least one in each of its tables: two accounts, one of them the operator's and one
-- suspended. bytes('…') stands for binary values, which the two databases write differently.
insert into account values ('00000000-0000-4000-8000-000000000001', 'Acme', 'acme', '100000000001', 'OPEN', true, 100, 50, 1000000000, '2026-11-23T08:00:00Z', 2);
insert into account values ('00000000-0000-4000-8000-000000000002', 'Beta & Söhne', 'beta', '100000000002', 'SUSPENDED', false, 10, 5, 1000, '2026-11-23T09:00:00Z', 1);
insert into person values ('00000000-0000-4000-8000-000000000011', 'ada@acme.example', '{bcrypt}not-a-hash', 3, '2026-11-23T08:00:00Z', 0);
insert into membership values ('00000000-0000-4000-8000-000000000021', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011', 'OWNER', '2026-11-23T08:00:00Z', 0);
insert into api_key values ('MLAKUPGRADEKEPTTESTS', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000011', 'first', bytes('3ee105a00f967ee527aeb8f63ba4e01659b87e90e4f868b21df0d4adaef7e949'), bytes('01ff00'),
    'functions:read functions:write usage:read audit:read keys:manage account:read', '2026-11-23T08:00:00Z', null, '2026-11-23T10:00:00Z', null, 0);
insert into invitation values ('00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-000000000001', 'bob@acme.example', 'VIEWER', bytes('aa01'), '2026-11-23T08:10:00Z', '2026-11-30T08:10:00Z', null, 0);
insert into sign_up_invitation values ('00000000-0000-4000-8000-000000000041', 'eve@other.example', bytes('aa02'), '2026-11-23T08:10:00Z', '2026-11-30T08:10:00Z', '2026-11-24T08:10:00Z', 1);
insert into password_reset values ('00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000011', 3, bytes('aa03'), '2026-11-23T08:10:00Z', '2026-11-23T09:10:00Z', null, 0);
insert into audit_head values ('00000000-0000-4000-8000-000000000001', 2);
insert into audit_head values ('00000000-0000-4000-8000-000000000002', 0);
insert into audit_record values ('00000000-0000-4000-8000-000000000061', '00000000-0000-4000-8000-000000000001', 1, 'person:00000000-0000-4000-8000-000000000011', 'account.created', 'account:acme', '{}', '127.0.0.1', '2026-11-23T08:00:00Z');
insert into audit_record values ('00000000-0000-4000-8000-000000000062', '00000000-0000-4000-8000-000000000001', 2, 'person:00000000-0000-4000-8000-000000000011', 'function.created', 'function:hello', '{"runtime":"nodejs20"}', null, '2026-11-23T08:30:00Z');
update installation set operator_account = '00000000-0000-4000-8000-000000000001', operator_token_hash = bytes('aa04') where id = 1;
insert into functions values ('00000000-0000-4000-8000-000000000071', '00000000-0000-4000-8000-000000000001', 'hello', 'abcdefghijklmnop', 'nodejs20', 'index.handler', 'says hello', 128, 5, 7, bytes(''), 0,
    '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824', 5, 4, '2026-11-23T08:30:00Z', '2026-11-23T08:40:00Z', 3);
insert into functions values ('00000000-0000-4000-8000-000000000072', '00000000-0000-4000-8000-000000000002', 'hello', 'ponmlkjihgfedcba', 'python3.11', 'app.handler', '', 256, 30, 0, bytes('01aabb'), 2, null, 0, 1, '2026-11-23T09:30:00Z', '2026-11-23T09:30:00Z', 0);
insert into released_package (digest, released_at) values ('486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7', '2026-11-23T08:40:00Z');
insert into usage_record values ('01930000-0000-7000-8000-000000000001', 1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000071', 'hello', '$LATEST', 'rest', '2026-11-23T08:45:00.123456Z', '2026-11-23',
    null, null, true, true, 10, 20000, 3000, 1500, 5, 128, 900, 40000000, 2, 13, 0.000000010416666666666667, 'USD', 'list-2026-11');
insert into usage_record values ('01930000-0000-7000-8000-000000000002', 1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000071', 'hello', '$LATEST', 'http', '2026-11-23T23:59:59.999999Z', '2026-11-23',
    'platform.error', 'PLATFORM', false, false, 10, 0, 0, 700, 0, 128, 0, 0, 2, 0, 0, 'USD', 'list-2026-11');
insert into usage_quarantine values ('01930000-0000-7000-8000-000000000003', 1, '00000000-0000-4000-8000-000000000001', '2026-11-23T08:50:00Z', 'billed millis must not be negative, was: -1', '{"attempt":1}');
insert into call_record values ('01930000-0000-7000-8000-000000000001', 1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000071', 'hello', '$LATEST', 'rest', '2026-11-23T08:45:00.123456Z',
    null, null, null, true, 10, 20000, 3000, 1500, 5, 128, 900, 40000000, 2, 13, 0.000000010416666666666667, 'USD', 'list-2026-11');
insert into call_log (invocation_id, attempt, account_id, function_id, ended_at, text, stored_bytes, truncated_bytes)
    values ('01930000-0000-7000-8000-000000000001', 1, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000071', '2026-11-23T08:45:00.13Z', bytes('68656c6c6f'), 5, 0);
insert into idempotent_post values (bytes('aa05'), '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000081', bytes('aa06'), 'answered', 201, '{}', '2026-11-23T08:30:00Z', '2099-01-01T00:00:00Z');
insert into idempotent_answer values (bytes('aa05'), '00000000-0000-4000-8000-000000000081', 0, bytes('7b7d'));
