-- What an account may spend in a month, and when it is told. The row stays when the cap is taken away, so that every node hears of it.
create table budget (
    account_id  uuid                        primary key references account (id),
    cap         numeric(38, 9), -- null: none
    warns_of    numeric(38, 9), -- what percentages are of; null: of the cap
    currency    varchar(3), -- null: neither
    webhook_key ${bytes}, -- sealed; null until it is asked for
    changed_at  timestamp(6) with time zone not null
);
create index budget_changed on budget (changed_at);

create table budget_alert (
    account_id  uuid          not null references account (id),
    percent     integer       not null,
    emails      varchar(4000) not null, -- with a blank between
    webhook     varchar(2048),
    event       boolean       not null,
    primary key (account_id, percent)
);

-- Told once a month and percentage.
create table budget_alert_told (
    account_id  uuid                        not null references account (id),
    period_at   timestamp(6) with time zone not null,
    percent     integer                     not null,
    told_at     timestamp(6) with time zone not null,
    primary key (account_id, period_at, percent)
);

-- A day that came to far more than its kind usually does: told once.
create table budget_warning (
    account_id  uuid                        not null references account (id),
    usage_day   date                        not null,
    amount      numeric(38, 24)             not null,
    usual       numeric(38, 24)             not null,
    currency    varchar(3)                  not null,
    told_at     timestamp(6) with time zone not null,
    primary key (account_id, usage_day)
);
