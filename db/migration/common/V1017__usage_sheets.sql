-- What the roll-ups of a day of an account come to, in UTC: months and quarters are read from it. Made anew whenever one of its hours is.
-- calls and price are of all the lines of a sheet, whatever their currencies.
create table usage_sheet (
    account_id uuid            not null,
    usage_day  date            not null,
    part       integer         not null,
    calls      bigint          not null,
    price      numeric(38, 24) not null,
    sheet      ${bytes}        not null,
    constraint usage_sheet_key primary key (account_id, usage_day, part)
);

update usage_summed_day set due_at = current_timestamp where due_at is null;
drop table usage_day;
