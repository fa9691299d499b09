-- Who is billed, and where to.
create table billing_profile (
    account_id     uuid                        not null primary key references account (id),
    legal_name     varchar(200)                not null,
    address        varchar(1000)               not null, -- lines
    city           varchar(100)                not null,
    postal_code    varchar(20)                 not null,
    country        varchar(2)                  not null,
    vat_id         varchar(20),
    emails         varchar(2000)               not null, -- lines
    purchase_order varchar(100),
    language       varchar(10)                 not null,
    changed_at     timestamp(6) with time zone not null
);

-- The operator's word that an account owes no tax.
create table tax_exemption (
    account_id uuid                        not null primary key references account (id),
    reason     varchar(200)                not null,
    made_by    varchar(80)                 not null,
    made_at    timestamp(6) with time zone not null
);
