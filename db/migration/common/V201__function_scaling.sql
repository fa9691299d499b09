-- What was called concurrency is how many calls run at once over all sandboxes; concurrency is how many run in one.
alter table functions rename column concurrency to max_concurrency;
alter table functions add column concurrency integer default 1 not null;
alter table functions add column egress varchar(16) default 'none' not null;
alter table functions add column keep_warm varchar(2000) default '0;' not null;
