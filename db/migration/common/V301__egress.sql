-- What an attempt sent beyond its sandbox. Before this column no function could.
alter table usage_record add column egress_bytes bigint default 0 not null;
