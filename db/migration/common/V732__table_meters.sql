-- How much has lain for how long, in bytes times microseconds of the hour under way, up to an instant. Told forth by whoever holds the
-- shard's row, so each microsecond counts once on any number of nodes; hours that are over go to usage_meter.
alter table table_shard add column byte_micros numeric(38) default 0 not null;
alter table table_shard add column told_until timestamp(6) with time zone;
