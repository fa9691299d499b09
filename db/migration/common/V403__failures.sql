-- What functions said of their failures, for as long as the history shows calls; all else of a call is in usage_record.
create table call_failure (
    invocation_id uuid not null,
    attempt integer not null,
    started_at timestamp(6) with time zone not null,
    error_type varchar(256),
    error_message varchar(4096),
    constraint call_failure_key primary key (invocation_id, attempt)
);

create index call_failure_age on call_failure (started_at);

insert into call_failure (invocation_id, attempt, started_at, error_type, error_message)
    select invocation_id, attempt, started_at, error_type, error_message from call_record
    where error_type is not null or error_message is not null;
