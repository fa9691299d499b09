-- The operator's stays in accounts of others, which end by time or by a word.
create table acting_stay (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references account (id),
    operator_id uuid                        not null references account (id),
    subject     varchar(200)                not null, -- whose credentials it is for
    reason      varchar(300)                not null,
    begun_at    timestamp(6) with time zone not null,
    ends_at     timestamp(6) with time zone not null,
    ended       boolean                     not null, -- before its time
    version     bigint                      not null
);
create index acting_stay_by_begin on acting_stay (begun_at desc, id desc);
