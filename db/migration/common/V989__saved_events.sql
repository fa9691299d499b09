-- Events that a function's team keeps to call it with. They go with the function.
create table saved_event (
    account_id   uuid                        not null,
    function_id  uuid                        not null,
    name         varchar(64)                 not null,
    content_type varchar(200)                not null,
    text         ${bytes}                    not null, -- UTF-8
    saved_at     timestamp(6) with time zone not null,
    saved_by     varchar(120)                not null,
    constraint saved_event_key primary key (account_id, function_id, name),
    constraint saved_event_of_function foreign key (account_id, function_id)
        references functions (account_id, id) on delete cascade
);
