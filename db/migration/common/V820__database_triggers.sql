-- How far the changes of a tenant's database were handed over, and what was last seen of it.
create table database_trigger (
    trigger_id uuid                        not null primary key,
    account_id uuid                        not null references account (id),
    offsets    ${bytes}, -- as the engine has them; null before the first
    moved_at   timestamp(6) with time zone,
    seen       ${text}, -- JSON: what the owner last saw
    seen_at    timestamp(6) with time zone,
    constraint database_trigger_of_account unique (account_id, trigger_id)
);

-- What MySQL's and MariaDB's tables looked like over time, without which their log cannot be read.
create table database_schema_change (
    trigger_id uuid   not null,
    entry      bigint not null,
    account_id uuid   not null,
    written    ${text} not null, -- JSON, as the engine writes it
    constraint database_schema_change_key primary key (trigger_id, entry),
    constraint database_schema_change_trigger foreign key (account_id, trigger_id)
        references database_trigger (account_id, trigger_id)
);
