-- The first request with an Idempotency-Key and, once there is one, its answer.
create table idempotent_post (
    id           ${bytes}                    not null, -- SHA-256 of caller, route and key
    account_id   uuid,                                 -- none when the caller was anonymous
    attempt      uuid                        not null, -- who may write the answer
    request_hash ${bytes}                    not null,
    state        varchar(16)                 not null, -- running, answered, secret
    status       integer,
    headers      ${text},
    started_at   timestamp(6) with time zone not null,
    expires_at   timestamp(6) with time zone not null,
    constraint idempotent_post_key primary key (id)
);
create index idempotent_post_by_age on idempotent_post (expires_at);

-- The answer's bytes in pieces, because H2 has no longer column than a piece.
create table idempotent_answer (
    post_id ${bytes} not null,
    attempt uuid     not null,
    piece   integer  not null,
    bytes   ${bytes} not null,
    constraint idempotent_answer_key primary key (post_id, attempt, piece),
    constraint idempotent_answer_post foreign key (post_id) references idempotent_post (id) on delete cascade
);
