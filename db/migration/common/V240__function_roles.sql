-- What functions may do with the platform; one without a row may do nothing.
create table function_role (
    function_id uuid                        not null primary key,
    account_id  uuid                        not null,
    permissions varchar(1024)               not null, -- words with spaces between
    functions   varchar(8192)               not null, -- names with spaces between; * for all
    changed_at  timestamp(6) with time zone not null,
    version     bigint                      not null,
    constraint function_role_of_function foreign key (account_id, function_id)
        references functions (account_id, id) on delete cascade
);
