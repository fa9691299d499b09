-- What makes functions and pipelines run. It stays, paused, when what it calls is deleted, so it knows that by name.
create table event_trigger (
    id                  uuid                        not null primary key,
    account_id          uuid                        not null references account (id),
    type                varchar(20)                 not null,
    target_kind         varchar(10)                 not null, -- function or pipeline
    target_name         varchar(200)                not null,
    qualifier           varchar(128)                not null,
    about               varchar(200),                         -- what of the account it listens to, by name
    configuration       ${text}                     not null, -- its type's own, as JSON; secrets in it are sealed
    filter              ${text},                              -- a pattern; null for every event
    input               ${text},                              -- paths and template; null for the event as it is
    batch_size          integer                     not null,
    batch_window_millis bigint                      not null,
    state               varchar(10)                 not null, -- enabled, paused or stopped
    reason              varchar(1000),                        -- why it is not enabled
    revision            bigint                      not null,
    created_at          timestamp(6) with time zone not null,
    changed_at          timestamp(6) with time zone not null
);
create index event_trigger_by_age on event_trigger (account_id, created_at, id);
create index event_trigger_by_target on event_trigger (account_id, target_name, target_kind, created_at, id);
create index event_trigger_by_what on event_trigger (account_id, type, about);
create index event_trigger_by_type on event_trigger (type, state);

-- What happened to each, as counts that all nodes add to now and then.
create table trigger_status (
    trigger_id    uuid    not null primary key,
    account_id    uuid    not null,
    events        bigint  not null,
    filtered      bigint  not null,
    failures      bigint  not null,
    minute_number bigint  not null, -- the last that had events, since the epoch
    minute_events bigint  not null,
    minute_before bigint  not null, -- events of the minute before that one
    last_event_at timestamp(6) with time zone,
    last_error_at timestamp(6) with time zone,
    last_error    varchar(1000),
    constraint trigger_status_of foreign key (trigger_id) references event_trigger (id) on delete cascade
);
