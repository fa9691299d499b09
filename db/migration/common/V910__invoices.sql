-- When this installation began to bill: the month in which that was is the first that it closes.
create table billing_start (
    id       integer                     not null primary key,
    began_at timestamp(6) with time zone not null
);
insert into billing_start (id, began_at) values (1, current_timestamp);

-- Where months begin and end, as they were when they were first billed.
create table billing_month (
    period  varchar(7)                  not null primary key,
    from_at timestamp(6) with time zone not null,
    to_at   timestamp(6) with time zone not null
);

-- One row a series: the number that was given last. It is taken in the transaction that finalises, whose lock of the row lasts to its
-- end; so numbers have no gap.
create table invoice_series (
    series      varchar(20) not null primary key,
    last_number bigint      not null
);
insert into invoice_series (series, last_number) values ('INVOICE', 0);
insert into invoice_series (series, last_number) values ('CREDIT_NOTE', 0);

-- One row an account: the lock under which it is billed, and how many invoices and credit notes it has.
create table billed_account (
    account_id uuid   not null primary key,
    entries    bigint not null
);

-- Beside the snapshot, which never changes: what it is found by, and what becomes of it.
create table invoice (
    number        varchar(40)                 not null primary key,
    series        varchar(20)                 not null, -- also what it is
    series_number bigint                      not null,
    account_id    uuid                        not null,
    entry         bigint                      not null, -- of the account's, from 1
    period        varchar(7)                  not null, -- that it is for: 2026-11
    closes        boolean                     not null, -- the month; else it was asked for before its end, or corrects
    corrects      varchar(40) references invoice (number),
    state         varchar(16)                 not null,
    currency      varchar(3)                  not null,
    issued_on     date                        not null,
    due_on        date                        not null,
    net           numeric(38, 4)              not null,
    tax           numeric(38, 4)              not null,
    gross         numeric(38, 4)              not null,
    credited      numeric(38, 4)              not null, -- by prepaid credits
    payable       numeric(38, 4)              not null,
    paid          numeric(38, 4)              not null,
    credited_back numeric(38, 4)              not null, -- by credit notes
    sha256        varchar(64)                 not null, -- of the snapshot's bytes
    finalised_at  timestamp(6) with time zone not null,
    settled_at    timestamp(6) with time zone,
    reason        varchar(500),                         -- of a void invoice, and of a credit note
    constraint invoice_series_number unique (series, series_number),
    constraint invoice_entry unique (account_id, entry)
);
create index invoice_corrects on invoice (corrects);

create table invoice_snapshot (
    number varchar(40) not null references invoice (number),
    piece  integer     not null,
    bytes  ${bytes}    not null,
    constraint invoice_snapshot_key primary key (number, piece)
);

-- The lines again, to be summed by segment: an invoice has of a segment what it came to since the invoices before it.
create table invoice_line (
    number       varchar(40)                 not null references invoice (number),
    position     integer                     not null,
    account_id   uuid                        not null,
    period       varchar(7)                  not null, -- that it is about, which may be an earlier one than the invoice's
    segment_from timestamp(6) with time zone not null,
    kind         varchar(16)                 not null, -- USAGE, LATE, FEE, MINIMUM, DISCOUNT
    meter        varchar(40),
    price_book   varchar(60)                 not null,
    precise      numeric(60, 24)             not null,
    amount       numeric(38, 4)              not null,
    constraint invoice_line_key primary key (number, position)
);
create index invoice_line_period on invoice_line (account_id, period);

-- What usage an invoice bills, of hours that lie in a segment, in the meter's raw unit.
create table invoice_usage (
    number       varchar(40)                 not null references invoice (number),
    ordinal      integer                     not null,
    account_id   uuid                        not null,
    period       varchar(7)                  not null,
    segment_from timestamp(6) with time zone not null,
    meter        varchar(40)                 not null,
    thing        varchar(16)                 not null,
    thing_id     varchar(40),
    thing_name   varchar(256)                not null,
    amount       numeric(38)                 not null,
    constraint invoice_usage_key primary key (number, ordinal)
);
create index invoice_usage_period on invoice_usage (account_id, period);

-- What a credit note takes back of which line.
create table credit_note_line (
    number   varchar(40)    not null references invoice (number),
    corrects varchar(40)    not null references invoice (number),
    position integer        not null, -- of the invoice's line
    amount   numeric(38, 4) not null,
    constraint credit_note_line_key primary key (number, position)
);
create index credit_note_line_corrects on credit_note_line (corrects);

-- What became of an account's month: one row, so that it is closed once, on any number of nodes.
create table billing_close (
    account_id uuid                        not null,
    period     varchar(7)                  not null,
    state      varchar(16)                 not null, -- BILLED, NOTHING, PARKED, REOPENED, VOIDED
    number     varchar(40),                          -- of its first invoice
    reason     varchar(40),                          -- of a parked one
    detail     varchar(1000),
    accepted   numeric(38, 4),                       -- of a parked one what it would come to; then up to what a person said yes
    closed_at  timestamp(6) with time zone not null,
    constraint billing_close_key primary key (account_id, period)
);
create index billing_close_parked on billing_close (state, account_id, period);
create index billing_close_period on billing_close (period, state);

-- Months of which every account is closed or parked.
create table billing_round (
    period   varchar(7)                  not null primary key,
    accounts integer                     not null,
    ended_at timestamp(6) with time zone not null
);
