-- One row: a known value sealed under the master key, so that another key is noticed at the start.
create table vault_check (
    id     integer not null primary key,
    sealed ${bytes}
);
insert into vault_check (id) values (1);
