-- Moves of what a dead-letter queue holds, back where it came from or to another queue.
create table queue_move (
    id          uuid                        not null,
    account_id  uuid                        not null,
    queue_id    uuid                        not null, -- the dead-letter queue
    destination uuid,                                 -- null: where each message came from
    state       varchar(12)                 not null, -- RUNNING, COMPLETED, CANCELLING, CANCELLED, FAILED
    per_second  integer,                              -- null: as fast as it goes
    moved       bigint                      not null,
    to_move     bigint                      not null, -- when it began
    failure     varchar(200),
    started_at  timestamp(6) with time zone not null,
    seen_at     timestamp(6) with time zone not null, -- when its node last moved something
    constraint queue_move_key primary key (id),
    constraint queue_move_queue foreign key (account_id, queue_id) references message_queue (account_id, id) on delete cascade
);
create index queue_move_of_queue on queue_move (queue_id, started_at);
