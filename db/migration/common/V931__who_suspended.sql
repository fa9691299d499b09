-- Why an account is suspended: each reason goes by itself, and it opens when none is left.
alter table account add column stopped_by_operator boolean default false not null;
alter table account add column stopped_for_debt boolean default false not null;
update account set stopped_by_operator = true where state = 'SUSPENDED';
