-- Aliases that are moved, or were, from one version to another in steps over time.
create table alias_shift (
    id              uuid                        not null primary key,
    account_id      uuid                        not null,
    function_id     uuid                        not null,
    function_name   varchar(64)                 not null,
    alias           varchar(128)                not null,
    from_version    integer                     not null,
    to_version      integer                     not null,
    steps           varchar(1000)               not null, -- 0.1@300;0.5@300: share and seconds
    max_error_share numeric(6, 4)               not null,
    max_p95_millis  bigint, -- null: any
    min_calls       integer                     not null,
    state           varchar(16)                 not null,
    running         integer, -- 1 while it runs, else null: one of an alias at a time
    step            integer                     not null, -- the first is 0
    step_began_at   timestamp(6) with time zone not null,
    look_at         timestamp(6) with time zone not null,
    reason          varchar(500)                not null,
    calls           bigint                      not null, -- of the new version, in this step, as seen last
    failed          bigint                      not null,
    p95_millis      bigint                      not null,
    started_by      varchar(80)                 not null,
    started_at      timestamp(6) with time zone not null,
    ended_at        timestamp(6) with time zone,
    version         bigint                      not null,
    constraint alias_shift_one_at_a_time unique (function_id, alias, running),
    constraint alias_shift_of_function foreign key (account_id, function_id)
        references functions (account_id, id) on delete cascade
);
create index alias_shift_due on alias_shift (running, look_at);
create index alias_shift_of_alias on alias_shift (function_id, alias, started_at);
