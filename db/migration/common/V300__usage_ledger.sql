-- What each attempt consumed. A row is never changed. 24 decimals hold every price of a call exactly:
-- 10 of memory / 1024, 3 of milliseconds and 10 of the price per GB-second.
create table usage_record (
    invocation_id uuid not null,
    attempt integer not null,
    account_id uuid not null,
    function_id uuid not null,
    function_name varchar(200) not null,
    version varchar(60) not null,
    source varchar(60) not null,
    started_at timestamp(6) with time zone not null,
    -- the UTC date of started_at: the two databases do not agree on how to take it from an instant
    usage_day date not null,
    error_code varchar(100),
    fault varchar(20),
    billable boolean not null,
    cold boolean not null,
    queued_micros bigint not null,
    start_micros bigint not null,
    init_micros bigint not null,
    run_micros bigint not null,
    billed_millis bigint not null,
    memory_mib integer not null,
    cpu_micros bigint not null,
    peak_memory_bytes bigint not null,
    request_bytes bigint not null,
    response_bytes bigint not null,
    price numeric(38, 24) not null,
    currency varchar(3) not null,
    price_book varchar(60) not null,
    constraint usage_record_key primary key (invocation_id, attempt),
    constraint usage_record_free check (billable or (billed_millis = 0 and price = 0))
);

create index usage_record_account_time on usage_record (account_id, started_at);

-- Records that the ledger could not take, whole, for a person to look at: never dropped, never in the way.
create table usage_quarantine (
    invocation_id uuid not null,
    attempt integer not null,
    account_id uuid not null,
    quarantined_at timestamp(6) with time zone not null,
    reason varchar(1000) not null,
    record ${text} not null,
    constraint usage_quarantine_key primary key (invocation_id, attempt)
);
