-- What is taken off the invoices of whoever uses one.
create table coupon (
    code         varchar(40)                 not null primary key,
    name         varchar(100)                not null,
    percent      numeric(7, 4),  -- either this
    amount       numeric(38, 4), -- or so much a month
    currency     varchar(3),     -- of the amount
    months       int,            -- null for ever
    max_uses     int,            -- null for any number
    uses         int                         not null,
    expires_at   timestamp(6) with time zone, -- last instant of use; what is in use goes on
    withdrawn_at timestamp(6) with time zone,
    created_at   timestamp(6) with time zone not null,
    constraint coupon_kind check ((percent is null) <> (amount is null) and (amount is null) = (currency is null)),
    constraint coupon_uses check (uses >= 0 and (max_uses is null or uses <= max_uses))
);

create table coupon_use (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references account (id),
    code        varchar(40)                 not null references coupon (code),
    used_at     timestamp(6) with time zone not null,
    first_month varchar(7)                  not null,
    last_month  varchar(7),                 -- null for ever
    constraint coupon_use_once unique (account_id, code),
    constraint coupon_use_account unique (account_id, id)
);

-- What coupons took off invoices; below zero where an invoice became void.
create table coupon_discount (
    account_id uuid           not null,
    use_id     uuid           not null,
    invoice    varchar(60)    not null,
    of_month   varchar(7)     not null,
    amount     numeric(38, 4) not null,
    given_back boolean        not null,
    constraint coupon_discount_key primary key (account_id, invoice, use_id, of_month, given_back),
    constraint coupon_discount_use foreign key (account_id, use_id) references coupon_use (account_id, id)
);

-- Money that an account has with the operator. What is left of it is the sum of its entries.
create table credit (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references account (id),
    description varchar(200)                not null,
    currency    varchar(3)                  not null,
    priority    int                         not null, -- the lowest pays first
    granted_at  timestamp(6) with time zone not null,
    expires_at  timestamp(6) with time zone,
    source      varchar(100),               -- what it came from; no two credits come from one
    constraint credit_account unique (account_id, id),
    constraint credit_source unique (account_id, source)
);

create table credit_entry (
    id         uuid                        not null primary key,
    account_id uuid                        not null,
    credit_id  uuid                        not null,
    kind       varchar(20)                 not null, -- GRANTED, USED, RETURNED, ADJUSTED
    amount     numeric(38, 4)              not null, -- what it adds to what is left
    invoice    varchar(60),
    reason     varchar(200)                not null,
    made_by    varchar(80)                 not null,
    made_at    timestamp(6) with time zone not null,
    constraint credit_entry_credit foreign key (account_id, credit_id) references credit (account_id, id)
);

create index credit_entry_of on credit_entry (account_id, credit_id);
create index credit_entry_invoice on credit_entry (account_id, invoice);
