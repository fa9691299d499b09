-- Methods and paths of accounts. What is said of one beyond that is JSON, as it was asked for.
create table http_route (
    id         uuid                        not null primary key,
    account_id uuid                        not null references account (id),
    method     varchar(10)                 not null,
    shape      varchar(600)                not null, -- the path without the names of its parameters: no two routes mean the same requests
    wish       ${text} not null,
    created_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    constraint http_route_shape unique (account_id, method, shape)
);
