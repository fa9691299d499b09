-- Asynchronous calls that were given up on. The event goes with its replay, which is a call of its own, and the rest stays.
create table dead_letter (
    id               uuid                        not null, -- of the call
    account_id       uuid                        not null,
    function_id      uuid                        not null,
    function_name    varchar(200)                not null,
    qualifier        varchar(128)                not null,
    executed_version varchar(60),
    reason           varchar(30)                 not null,
    error_type       varchar(256),
    error_message    varchar(4096),
    attempts         integer                     not null,
    accepted_at      timestamp(6) with time zone not null,
    ended_at         timestamp(6) with time zone not null,
    content_type     varchar(1024)               not null,
    source           varchar(60)                 not null,
    client_context   varchar(8192),
    parent_id        uuid,
    depth            integer                     not null,
    event            ${bytes},                             -- the first piece; null when it went into a replay
    event_bytes      bigint                      not null,
    kept_bytes       bigint                      not null, -- what it takes of the account's room
    replayed_as      uuid,
    replayed_at      timestamp(6) with time zone,
    constraint dead_letter_key primary key (id)
);
create index dead_letter_of_account on dead_letter (account_id, ended_at, id);
create index dead_letter_of_function on dead_letter (account_id, function_id, ended_at, id);
create index dead_letter_age on dead_letter (ended_at);
create index dead_letter_room on dead_letter (account_id, kept_bytes);

create table dead_letter_piece (
    letter_id uuid     not null,
    piece     integer  not null,
    bytes     ${bytes} not null,
    constraint dead_letter_piece_key primary key (letter_id, piece),
    constraint dead_letter_piece_letter foreign key (letter_id) references dead_letter (id) on delete cascade
);

-- Many dead letters on their way back, in the order in which they ended. The outbox carries it on.
create table dead_letter_replay (
    id            uuid                        not null,
    account_id    uuid                        not null,
    function_id   uuid                        not null,
    function_name varchar(200)                not null,
    reason        varchar(30),
    error_type    varchar(256),
    ended_from    timestamp(6) with time zone not null,
    ended_to      timestamp(6) with time zone not null, -- does not count
    letters       bigint                      not null, -- that it began with
    replayed      bigint                      not null,
    refused       bigint                      not null, -- that can never be run
    last_ended_at timestamp(6) with time zone,
    last_id       uuid,
    trouble       varchar(1000),
    started_at    timestamp(6) with time zone not null,
    finished_at   timestamp(6) with time zone,
    constraint dead_letter_replay_key primary key (id)
);
create index dead_letter_replay_age on dead_letter_replay (started_at);
