-- Marks are found by the order in which they were made, so the oldest first; a counter that all writers share costs more than the row.
drop table usage_mark;

create table usage_mark (
    batch       uuid                        not null, -- in the order of time
    position    integer                     not null,
    account_id  uuid                        not null,
    function_id uuid                        not null,
    hour_at     timestamp(6) with time zone not null,
    minute_at   timestamp(6) with time zone, -- null: the whole hour
    stale       boolean                     not null,
    due_at      timestamp(6) with time zone not null,
    constraint usage_mark_key primary key (batch, position)
);
create index usage_mark_of on usage_mark (account_id, hour_at, function_id);

insert into usage_mark (batch, position, account_id, function_id, hour_at, stale, due_at)
    select cast('00000000-0000-7000-8000-000000000000' as uuid), row_number() over (order by function_id, hour_at),
        account_id, function_id, hour_at, true, current_timestamp
    from (select distinct account_id, function_id, date_trunc('hour', started_at at time zone 'UTC') at time zone 'UTC' as hour_at
        from usage_record) hours;
