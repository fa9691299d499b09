-- What the operator lets an account's functions reach beyond public addresses.
create table account_egress (
    account_id uuid                        not null primary key references account (id),
    openings   varchar(4096)               not null, -- network and ports, one to a line
    changed_at timestamp(6) with time zone not null,
    version    bigint                      not null
);
