-- Which calls a call made: of the ledger only those that have a parent, which are found by it here alone. For as long as the history goes back.
create table call_child (
    parent_id uuid not null,
    invocation_id uuid not null,
    account_id uuid not null,
    started_at timestamp(6) with time zone not null,
    constraint call_child_key primary key (parent_id, invocation_id)
);

create index call_child_age on call_child (started_at);

insert into call_child (parent_id, invocation_id, account_id, started_at)
    select parent_id, invocation_id, account_id, min(started_at) from usage_record
    where parent_id is not null group by parent_id, invocation_id, account_id;
