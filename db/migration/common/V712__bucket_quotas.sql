-- What the operator lets an account's buckets hold, where that is not what all may.
create table bucket_quota (
    account_id  uuid                        not null primary key references account (id),
    max_bytes   bigint                      not null,
    max_objects bigint                      not null,
    changed_at  timestamp(6) with time zone not null
);
