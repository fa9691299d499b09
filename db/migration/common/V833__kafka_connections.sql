-- Clusters that an account writes to, by a name of its own.
create table kafka_connection (
    id              uuid                        not null primary key,
    account_id      uuid                        not null references account (id),
    name            varchar(63)                 not null,
    brokers         ${text}                     not null, -- JSON: those that are asked first
    security        ${text}                     not null, -- JSON, without the password
    sealed_password ${text},                              -- for this connection and these brokers; null without SASL
    revision        bigint                      not null, -- grows with each change
    created_at      timestamp(6) with time zone not null,
    changed_at      timestamp(6) with time zone not null,
    constraint kafka_connection_name unique (account_id, name)
);
