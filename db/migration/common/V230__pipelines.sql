-- Functions composed into one. Stages are JSON, as the API shows them.
create table pipelines (
    id              uuid                        not null primary key,
    account_id      uuid                        not null references account (id),
    name            varchar(63)                 not null,
    description     varchar(256)                not null,
    stages          varchar(30000)              not null,
    timeout_seconds integer                     not null, -- of one run
    latest_version  integer                     not null, -- the last that was published; 0 for none
    revision        bigint                      not null,
    created_at      timestamp(6) with time zone not null,
    changed_at      timestamp(6) with time zone not null,
    version         bigint                      not null,
    constraint pipelines_name_unique unique (account_id, name),
    constraint pipelines_of_account unique (account_id, id)
);

-- Never changed; gone with their pipeline.
create table pipeline_versions (
    pipeline_id     uuid                        not null,
    number          integer                     not null,
    account_id      uuid                        not null,
    description     varchar(256)                not null,
    stages          varchar(30000)              not null,
    timeout_seconds integer                     not null,
    created_at      timestamp(6) with time zone not null,
    constraint pipeline_versions_key primary key (pipeline_id, number),
    constraint pipeline_versions_of_pipeline foreign key (account_id, pipeline_id)
        references pipelines (account_id, id) on delete cascade
);
