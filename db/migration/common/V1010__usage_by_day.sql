-- What the roll-ups of a day of an account come to, in UTC: months and quarters are read from it. Made anew whenever one of its hours is.
create table usage_day (
    account_id      uuid                        not null,
    usage_day       date                        not null,
    function_id     uuid                        not null,
    function_name   varchar(200)                not null,
    version         varchar(60)                 not null,
    alias           varchar(128),
    source          varchar(60)                 not null,
    trigger_id      uuid,
    fault           varchar(20),
    cold            boolean                     not null,
    tag_set         uuid,
    price_book      varchar(60)                 not null,
    currency        varchar(3)                  not null,
    calls           bigint                      not null,
    billable_calls  bigint                      not null,
    billed_millis   numeric(38)                 not null,
    mib_millis      numeric(38)                 not null,
    cpu_micros      numeric(38)                 not null,
    egress_bytes    numeric(38)                 not null,
    init_mib_micros numeric(38)                 not null,
    price           numeric(38, 24)             not null
);
create index usage_day_of on usage_day (account_id, usage_day);

-- Days that have roll-ups. due_at is when it is to be summed up; null: it is, and right but for what stale marks are about.
create table usage_summed_day (
    account_id uuid not null,
    usage_day  date not null,
    due_at     timestamp(6) with time zone,
    constraint usage_summed_day_key primary key (account_id, usage_day)
);
create index usage_summed_day_due on usage_summed_day (due_at);

insert into usage_summed_day (account_id, usage_day, due_at)
    select account_id, usage_day, max(hour_at) + interval '2' day from usage_rollup group by account_id, usage_day;
