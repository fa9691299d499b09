alter table call_record add column egress_bytes bigint default 0 not null;
