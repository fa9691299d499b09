-- How many slices were given of an account's month: whoever gives one saw the last.
create table spend_month (
    account_id  uuid                        not null,
    period_at   timestamp(6) with time zone not null,
    leases      bigint                      not null,
    primary key (account_id, period_at)
);

-- Of a month under one price book, what one run of a node may use yet, or has used and the ledger does not have.
create table spend_slice (
    account_id   uuid                        not null,
    period_at    timestamp(6) with time zone not null,
    stretch_at   timestamp(6) with time zone not null,
    run_id       uuid                        not null,
    node_id      uuid                        not null,
    requests     bigint                      not null,
    mib_millis   bigint                      not null,
    cpu_micros   bigint                      not null,
    egress_bytes bigint                      not null,
    primary key (account_id, period_at, stretch_at, run_id)
);
create index spend_slice_node on spend_slice (node_id);

create table spend_node (
    run_id   uuid                        primary key,
    node_id  uuid                        not null,
    seen_at  timestamp(6) with time zone not null
);

-- When an account's calls could not be begun because of what it spent; the time is nobody's age. One that goes on has no end.
create table spend_stop (
    account_id   uuid                        not null,
    stopped_at   timestamp(6) with time zone not null,
    period_at    timestamp(6) with time zone not null,
    resumed_at   timestamp(6) with time zone,
    requests     bigint                      not null, -- the least that found no room
    mib_millis   bigint                      not null,
    cpu_micros   bigint                      not null,
    egress_bytes bigint                      not null,
    primary key (account_id, stopped_at)
);
create index spend_stop_resumed on spend_stop (resumed_at);
