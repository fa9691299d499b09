-- What one process at a time does, by name. The epoch grows with each holder, and guards what only the holder may write.
create table named_lease (
    name       varchar(200)                not null primary key,
    epoch      bigint                      not null,
    held_until timestamp(6) with time zone not null -- of the database's clock
);
