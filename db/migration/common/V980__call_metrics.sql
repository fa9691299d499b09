-- What calls came to, for charts: of each version of a function, and of an account as a whole under the nil id and no version.
-- grain is the length in minutes: 1, 60, 1440, or 0 for ever. Written in the transaction that writes usage_rollup, from the same attempts.
create table call_metric (
    account_id      uuid                        not null,
    function_id     uuid                        not null,
    grain           integer                     not null,
    began_at        timestamp(6) with time zone not null,
    version         varchar(60)                 not null,
    calls           bigint                      not null,
    errors          bigint                      not null, -- of the function
    platform_errors bigint                      not null,
    cold_starts     bigint                      not null,
    latencies       ${bytes}                    not null, -- how many calls took how long, see Latencies
    constraint call_metric_key primary key (account_id, function_id, grain, began_at, version)
);
create index call_metric_age on call_metric (grain, began_at);

-- How near to its limits a function came, or an account under the nil id: written by each node now and then, and not exact.
create table call_pressure (
    account_id      uuid                        not null,
    function_id     uuid                        not null,
    grain           integer                     not null,
    began_at        timestamp(6) with time zone not null,
    throttled       bigint                      not null, -- calls that were not begun
    max_concurrency bigint                      not null, -- the most at one moment on one node
    constraint call_pressure_key primary key (account_id, function_id, grain, began_at)
);
create index call_pressure_age on call_pressure (grain, began_at);

-- What was summed up before is once more, for the new sums beside it.
insert into usage_mark (batch, position, account_id, function_id, hour_at, stale, due_at)
    select cast('00000000-0000-7000-8000-000000000980' as uuid), row_number() over (order by hour_at desc, function_id),
        account_id, function_id, hour_at, true, current_timestamp
    from (select distinct account_id, function_id, hour_at from usage_rollup) hours;
