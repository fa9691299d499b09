alter table call_record add column alias varchar(128);
alter table call_record add column parent_id uuid;
alter table call_record add column depth integer default 0 not null;
