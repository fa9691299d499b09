-- Plans, and the versions of their prices.
create table plan (
    id         varchar(40)                 not null primary key,
    name       varchar(100)                not null,
    currency   varchar(3)                  not null,
    hard_cap   numeric(38, 4),             -- what usage may cost a month at most; null for no such end
    created_at timestamp(6) with time zone not null
);

-- A draft may change; what is published holds from a whole hour on until the next one of its plan does, and never changes.
create table price_book (
    id             varchar(60)                 not null primary key,
    plan_id        varchar(40)                 not null references plan (id),
    prices         ${text} not null, -- JSON, as it was asked for
    fee            numeric(38, 4)              not null,
    minimum        numeric(38, 4)              not null,
    effective_from timestamp(6) with time zone, -- null of a draft
    created_at     timestamp(6) with time zone not null,
    constraint price_book_from unique (plan_id, effective_from)
);

-- What an account is on from when. Rows whose hour has come never change.
create table plan_assignment (
    account_id     uuid                        not null references account (id),
    effective_from timestamp(6) with time zone not null,
    plan_id        varchar(40) references plan (id), -- null: the account is closed, and what it was on goes on without a fee
    reason         varchar(200)                not null,
    made_by        varchar(80)                 not null,
    made_at        timestamp(6) with time zone not null,
    constraint plan_assignment_key primary key (account_id, effective_from)
);

create index plan_assignment_plan on plan_assignment (plan_id);

-- One row: how often any of this was changed, so that nodes see when to read it again. Whoever changes something holds it to the end.
create table plan_change (
    id      int    not null primary key,
    changes bigint not null
);

insert into plan_change (id, changes) values (1, 0);

insert into plan (id, name, currency, hard_cap, created_at) values
    ('free', 'Free', 'USD', 0, timestamp with time zone '2026-01-01 00:00:00+00'),
    ('payg', 'Pay as you go', 'USD', null, timestamp with time zone '2026-01-01 00:00:00+00'),
    ('team', 'Team', 'USD', null, timestamp with time zone '2026-01-01 00:00:00+00');

insert into price_book (id, plan_id, prices, fee, minimum, effective_from, created_at) values
    ('free-2026-01', 'free', '[{"meter":"requests","unit":"request","kind":"per-unit","amount":"0.20","per":"1000000","included":"1000000"},{"meter":"gb-seconds","unit":"GB-second","kind":"per-unit","amount":"0.0000166667","per":"1","included":"400000"},{"meter":"cpu-seconds","unit":"CPU-second","kind":"per-unit","amount":"0","per":"1","included":"0"},{"meter":"egress-gb","unit":"GB","kind":"per-unit","amount":"0.09","per":"1","included":"1"},{"meter":"bucket-gb-months","unit":"GB-month","kind":"per-unit","amount":"0.023","per":"1","included":"1"},{"meter":"table-gb-months","unit":"GB-month","kind":"per-unit","amount":"0.25","per":"1","included":"1"},{"meter":"storage-requests","unit":"request","kind":"per-unit","amount":"0.40","per":"1000000","included":"1000000"},{"meter":"provisioned-gb-seconds","unit":"GB-second","kind":"per-unit","amount":"0.0000041667","per":"1","included":"0"}]',
        0, 0, timestamp with time zone '2000-01-01 00:00:00+00', timestamp with time zone '2026-01-01 00:00:00+00'),
    ('payg-2026-01', 'payg', '[{"meter":"requests","unit":"request","kind":"per-unit","amount":"0.20","per":"1000000","included":"1000000"},{"meter":"gb-seconds","unit":"GB-second","kind":"per-unit","amount":"0.0000166667","per":"1","included":"400000"},{"meter":"cpu-seconds","unit":"CPU-second","kind":"per-unit","amount":"0","per":"1","included":"0"},{"meter":"egress-gb","unit":"GB","kind":"per-unit","amount":"0.09","per":"1","included":"100"},{"meter":"bucket-gb-months","unit":"GB-month","kind":"per-unit","amount":"0.023","per":"1","included":"5"},{"meter":"table-gb-months","unit":"GB-month","kind":"per-unit","amount":"0.25","per":"1","included":"1"},{"meter":"storage-requests","unit":"request","kind":"per-unit","amount":"0.40","per":"1000000","included":"0"},{"meter":"provisioned-gb-seconds","unit":"GB-second","kind":"per-unit","amount":"0.0000041667","per":"1","included":"0"}]',
        0, 0, timestamp with time zone '2000-01-01 00:00:00+00', timestamp with time zone '2026-01-01 00:00:00+00'),
    ('team-2026-01', 'team', '[{"meter":"requests","unit":"request","kind":"graduated","steps":[{"upTo":"100000000","amount":"0.18","per":"1000000"},{"amount":"0.15","per":"1000000"}],"included":"5000000"},{"meter":"gb-seconds","unit":"GB-second","kind":"per-unit","amount":"0.000015","per":"1","included":"1000000"},{"meter":"cpu-seconds","unit":"CPU-second","kind":"per-unit","amount":"0","per":"1","included":"0"},{"meter":"egress-gb","unit":"GB","kind":"per-unit","amount":"0.09","per":"1","included":"500"},{"meter":"bucket-gb-months","unit":"GB-month","kind":"per-unit","amount":"0.023","per":"1","included":"50"},{"meter":"table-gb-months","unit":"GB-month","kind":"per-unit","amount":"0.25","per":"1","included":"10"},{"meter":"storage-requests","unit":"request","kind":"per-unit","amount":"0.40","per":"1000000","included":"1000000"},{"meter":"provisioned-gb-seconds","unit":"GB-second","kind":"per-unit","amount":"0.0000041667","per":"1","included":"0"}]',
        25.00, 0, timestamp with time zone '2000-01-01 00:00:00+00', timestamp with time zone '2026-01-01 00:00:00+00');

-- Accounts that are there already were on pay as you go.
insert into plan_assignment (account_id, effective_from, plan_id, reason, made_by, made_at)
select id, timestamp with time zone '2000-01-01 00:00:00+00', 'payg', 'All were', 'system', created_at from account;
