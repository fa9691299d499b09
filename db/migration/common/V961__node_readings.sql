-- What each node last said of itself, for the operator: a row a life of a node.
create table node_reading (
    id         uuid                        not null primary key,
    started_at timestamp(6) with time zone not null,
    seen_at    timestamp(6) with time zone not null,
    reading    varchar(4000)               not null -- JSON
);
create index node_reading_by_sight on node_reading (seen_at);
