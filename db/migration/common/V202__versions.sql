-- The newest number that was given to a version; counts on though versions are deleted, so that none is used twice.
alter table functions add column last_version integer default 0 not null;

-- What was published of a function: never changed but for how many sandboxes are kept ready, and its revision.
create table function_version (
    id              uuid                        not null primary key,
    account_id      uuid                        not null,
    function_id     uuid                        not null,
    number          integer                     not null,
    runtime         varchar(32)                 not null,
    handler         varchar(256)                not null,
    description     varchar(256)                not null,
    memory_mib      integer                     not null,
    timeout_seconds integer                     not null,
    concurrency     integer                     not null,
    egress          varchar(16)                 not null,
    keep_warm       varchar(2000)               not null,
    environment     ${bytes}                    not null, -- sealed as the function's own
    variables       integer                     not null,
    code_digest     varchar(64)                 not null,
    code_bytes      bigint                      not null,
    revision        bigint                      not null, -- counts how often it came back after a suspension
    published_at    timestamp(6) with time zone not null,
    version         bigint                      not null,
    constraint function_version_number unique (function_id, number),
    constraint function_version_of_function foreign key (account_id, function_id) references functions (account_id, id)
);
create index function_version_by_code on function_version (code_digest);
create index function_version_of_account on function_version (account_id, function_id, number);

create table function_alias (
    id          uuid                        not null primary key,
    account_id  uuid                        not null,
    function_id uuid                        not null,
    name        varchar(128)                not null,
    description varchar(256)                not null,
    number      integer, -- of the version that it points at first; null for the editable one
    weights     varchar(400)                not null, -- 2=0.1;3=0.05: what goes to others
    revision    bigint                      not null,
    created_at  timestamp(6) with time zone not null,
    moved_at    timestamp(6) with time zone not null,
    version     bigint                      not null,
    constraint function_alias_name unique (function_id, name),
    constraint function_alias_of_function foreign key (account_id, function_id) references functions (account_id, id),
    constraint function_alias_points foreign key (function_id, number) references function_version (function_id, number)
);
create index function_alias_of_account on function_alias (account_id, function_id, name);

-- Where aliases have pointed, the newest so many of each.
create table alias_move (
    id         uuid                        not null primary key,
    account_id uuid                        not null,
    alias_id   uuid                        not null references function_alias (id),
    revision   bigint                      not null, -- the alias's from then on
    number     integer,
    weights    varchar(400)                not null,
    reason     varchar(256)                not null,
    actor      varchar(200)                not null,
    moved_at   timestamp(6) with time zone not null,
    constraint alias_move_key unique (alias_id, revision)
);
