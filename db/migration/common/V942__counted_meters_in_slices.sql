-- Slices hold what is counted beside calls too: requests to storage, and memory that stands ready.
alter table spend_slice add column storage_requests bigint default 0 not null;
alter table spend_slice add column provisioned_mib_millis bigint default 0 not null;
alter table spend_stop add column storage_requests bigint default 0 not null;
alter table spend_stop add column provisioned_mib_millis bigint default 0 not null;
