-- How far a tenant's topic was handed over, for where Kafka's own group does not know it any more, and what was last seen of it.
create table kafka_trigger (
    trigger_id uuid                        not null primary key,
    account_id uuid                        not null references account (id),
    positions  ${text}, -- JSON: the next offset by partition; null before the first
    seen       ${text}, -- JSON: what the owner last saw
    seen_at    timestamp(6) with time zone,
    constraint kafka_trigger_of_account unique (account_id, trigger_id)
);
