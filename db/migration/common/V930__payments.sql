-- One row an account that ever was sent an invoice: the lock for all that is done with its money, and what a payment
-- provider knows it by.
create table payment_account (
    account_id uuid not null primary key references account (id),
    provider   varchar(20),
    customer   varchar(100),                            -- the provider's name for it
    method     varchar(100),                            -- the provider's name for what is charged by itself
    stopped_at timestamp(6) with time zone              -- since when it is suspended for what it owes
);

-- What an invoice asks for, and what of it came in. The invoice itself never changes.
create table receivable (
    account_id      uuid           not null references payment_account (account_id),
    invoice         varchar(40)    not null,
    currency        varchar(3)     not null,
    issued          date           not null,
    due             date           not null,
    payer           varchar(200)   not null,
    payer_email     varchar(254),
    owed            numeric(38, 6) not null,            -- less what credit notes took off
    paid            numeric(38, 6) not null,            -- and stayed
    refunded        numeric(38, 6) not null,            -- of what was paid, given back for good
    state           varchar(10)    not null,
    disputed        boolean        not null,
    exempt_because  varchar(500),
    postponed_to    date,
    dunning_round   integer        not null,            -- begins again when it is owed again
    dunning_step    integer        not null,            -- taken in this round
    stepped_on      date,
    next_step_on    date,                               -- null while there is none to take
    constraint receivable_key primary key (account_id, invoice),
    constraint receivable_paid check (owed >= 0 and paid >= 0 and paid <= owed),
    constraint receivable_refunded check (refunded >= 0)
);
create index receivable_open on receivable (state, due, invoice);
create index receivable_next on receivable (next_step_on);

-- Written once, never changed: money that came, did not stay, was given back, or moved from an invoice to the credit.
create table payment (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references payment_account (account_id),
    invoice     varchar(40)                 not null,
    kind        varchar(10)                 not null,
    provider    varchar(20)                 not null,
    reference   varchar(200),                            -- whoever moved the money calls it so, and once
    currency    varchar(3)                  not null,
    amount      numeric(38, 6)              not null,    -- less than 0 where money went
    applied     numeric(38, 6)              not null,    -- of it to the invoice
    credited    numeric(38, 6)              not null,    -- of it to the account's credit
    of_payment  uuid                        references payment (id),
    reason      varchar(500),
    actor       varchar(80)                 not null,
    valued      date                        not null,
    recorded_at timestamp(6) with time zone not null,
    constraint payment_reference unique (account_id, provider, reference),
    constraint payment_invoice foreign key (account_id, invoice) references receivable (account_id, invoice),
    constraint payment_sum check (kind = 'refund' or amount = applied + credited),
    constraint payment_sign check ((kind = 'receipt' and amount > 0) or (kind = 'reversal' and amount < 0)
        or (kind = 'transfer' and amount = 0) or kind = 'refund')
);
create index payment_by_age on payment (account_id, recorded_at, id);
create index payment_of on payment (of_payment);
create index payment_valued on payment (valued);

-- What a provider was asked to collect, at most once for each invoice.
create table payment_collection (
    account_id uuid                        not null,
    invoice    varchar(40)                 not null,
    provider   varchar(20)                 not null,
    reference  varchar(100),                             -- the provider's name for it; null until it has one
    asked      numeric(38, 6)              not null,
    state      varchar(20)                 not null,
    trouble    varchar(300),                             -- why the last attempt to charge failed
    charged_by uuid,                                     -- the entry of the outbox that did last
    changed_at timestamp(6) with time zone not null,
    constraint payment_collection_key primary key (account_id, invoice, provider),
    constraint payment_collection_reference unique (provider, reference),
    constraint payment_collection_invoice foreign key (account_id, invoice) references receivable (account_id, invoice)
);

-- What providers told of, by their own ids, so that each has its effect once.
create table payment_event (
    provider    varchar(20)                 not null,
    event_id    varchar(100)                not null,
    kind        varchar(100)                not null,
    received_at timestamp(6) with time zone not null,
    constraint payment_event_key primary key (provider, event_id)
);
create index payment_event_by_age on payment_event (received_at);

create table dunning_step (
    account_id    uuid                        not null,
    invoice       varchar(40)                 not null,
    dunning_round integer                     not null,
    step          integer                     not null,
    kind          varchar(12)                 not null,
    mailed        boolean                     not null, -- whether a notice went into the outbox
    taken_at      timestamp(6) with time zone not null,
    constraint dunning_step_key primary key (account_id, invoice, dunning_round, step),
    constraint dunning_step_invoice foreign key (account_id, invoice) references receivable (account_id, invoice)
);
