-- Addresses at which others tell of something, one for each trigger of that type, and what their signatures are checked with.
create table webhook (
    trigger_id      uuid                        not null primary key,
    account_id      uuid                        not null references account (id),
    hook_id         varchar(64)                 not null,
    sealed_secret   ${bytes}                    not null,
    sealed_previous ${bytes},                             -- is good as well until previous_until
    previous_until  timestamp(6) with time zone,
    revision        bigint                      not null, -- counts changes of the secret
    constraint webhook_hook unique (hook_id)
);
create index webhook_account on webhook (account_id);
