-- What the operator puts on an account's next invoice, before tax.
create table charge (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references account (id),
    description varchar(200)                not null, -- as the invoice says it
    currency    varchar(3)                  not null,
    amount      numeric(38, 4)              not null,
    reason      varchar(200)                not null,
    made_by     varchar(80)                 not null,
    made_at     timestamp(6) with time zone not null,
    invoice     varchar(60),                          -- that it is on; null while it waits, and again when that one became void
    constraint charge_amount check (amount > 0)
);
create index charge_waiting on charge (account_id, invoice);
