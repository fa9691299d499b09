-- Tags that functions have or had, all of a function together: what usage is recorded with. The id is made of account and tags; a row is never changed or deleted.
create table tag_set (
    id         uuid    not null primary key,
    account_id uuid    not null,
    tags       ${text} not null -- a JSON object, its names in order
);

alter table functions add column tag_set uuid references tag_set (id);
