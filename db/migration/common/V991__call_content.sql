-- What is kept of calls' events and answers, for a while; nothing of the accounts below.
create table call_content (
    invocation_id uuid not null,
    attempt integer not null,
    account_id uuid not null,
    ended_at timestamp(6) with time zone not null,
    event ${bytes} not null, -- its beginning
    event_type varchar(200) not null,
    event_bytes bigint not null, -- of all of it
    answer ${bytes}, -- null: there was none, or it was streamed
    answer_type varchar(200),
    answer_bytes bigint not null,
    stored_bytes integer not null,
    constraint call_content_key primary key (invocation_id, attempt)
);

create index call_content_account on call_content (account_id, ended_at, stored_bytes);
create index call_content_age on call_content (ended_at);

create table call_content_off (
    account_id uuid not null primary key,
    since timestamp(6) with time zone not null
);
