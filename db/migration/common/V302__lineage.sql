-- The alias that chose the version, and the call that made this one with how many stand before it.
alter table usage_record add column alias varchar(128);
alter table usage_record add column parent_id uuid;
alter table usage_record add column depth integer default 0 not null;
