create table bucket (
    id         uuid                        not null primary key,
    account_id uuid                        not null references account (id),
    name       varchar(63)                 not null,
    objects    bigint                      not null,
    bytes      bigint                      not null, -- of all objects
    created_at timestamp(6) with time zone not null,
    constraint bucket_name unique (account_id, name),
    constraint bucket_of_account unique (account_id, id)
);

-- An object's key is bytes (UTF-8), so that both databases order keys as S3 does.
create table bucket_object (
    account_id   uuid                        not null,
    bucket_id    uuid                        not null,
    key_bytes    ${bytes}                    not null,
    body_id      uuid                        not null, -- changes with each writing: also names the version
    bytes        bigint                      not null,
    etag         varchar(80)                 not null, -- MD5 in hex
    sha256       varchar(64)                 not null,
    content_type varchar(256)                not null,
    metadata     ${text},
    changed_at   timestamp(6) with time zone not null,
    constraint bucket_object_key primary key (bucket_id, key_bytes),
    constraint bucket_object_body unique (body_id),
    constraint bucket_object_bucket foreign key (account_id, bucket_id) references bucket (account_id, id)
);

-- Bytes that no object has: not yet, or not any more. They are deleted when they are due.
create table stray_body (
    body_id uuid                        not null primary key,
    due_at  timestamp(6) with time zone not null
);
create index stray_body_due on stray_body (due_at);
