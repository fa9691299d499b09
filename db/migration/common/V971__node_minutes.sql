-- How nodes stood, minute by minute, for the operator's charts: forgotten after a day.
create table node_minute (
    node          uuid                        not null,
    of_minute     timestamp(6) with time zone not null,
    name          varchar(255)                not null,
    sandboxes     bigint                      not null,
    sandbox_bytes bigint                      not null,
    heap_bytes    bigint                      not null,
    calls         bigint                      not null, -- since the node's start
    primary key (node, of_minute)
);
create index node_minute_by_time on node_minute (of_minute);
