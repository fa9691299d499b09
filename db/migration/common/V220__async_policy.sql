-- What becomes of a function's asynchronous calls (JSON); null for what is usual.
alter table functions add column async_policy varchar(8192);

-- What webhooks of a function are signed with. Stays when the function goes: its last calls are still told of.
create table webhook_secret (
    function_id    uuid                        not null primary key,
    account_id     uuid                        not null,
    current_key    ${bytes}                    not null, -- sealed
    previous_key   ${bytes},                             -- sealed; signs as well until
    previous_until timestamp(6) with time zone,
    changed_at     timestamp(6) with time zone not null
);
create index webhook_secret_account on webhook_secret (account_id);
