create table topic (
    id         uuid                        not null primary key,
    account_id uuid                        not null references account (id),
    name       varchar(80)                 not null,
    created_at timestamp(6) with time zone not null,
    constraint topic_name unique (account_id, name),
    constraint topic_of_account unique (account_id, id)
);

-- Where a topic's events go; each of a topic by a name of its own.
create table topic_subscription (
    id         uuid                        not null primary key,
    account_id uuid                        not null,
    topic_id   uuid                        not null,
    name       varchar(80)                 not null,
    queue_id   uuid                        not null,
    filter     ${text}, -- a pattern; null for every event
    created_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    constraint topic_subscription_name unique (topic_id, name),
    constraint topic_subscription_topic foreign key (account_id, topic_id) references topic (account_id, id) on delete cascade,
    constraint topic_subscription_queue foreign key (account_id, queue_id) references message_queue (account_id, id) on delete cascade
);
create index topic_subscription_by_queue on topic_subscription (queue_id);
