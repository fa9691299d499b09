-- What an account used of what is counted by the hour, beside calls. A row is what one writer knows of an hour: either one run of a node,
-- which writes its whole count again and again, or, with a writer of zeroes, whoever holds the thing that is metered, in the transaction
-- that tells it forth. So no amount is there twice, however often it is written.
create table usage_meter (
    account_id uuid                        not null,
    meter      varchar(40)                 not null,
    resource   varchar(256)                not null,
    began_at   timestamp(6) with time zone not null, -- of the hour
    writer     uuid                        not null,
    amount     numeric(38)                 not null, -- in the meter's unit
    constraint usage_meter_key primary key (account_id, began_at, meter, resource, writer)
);
