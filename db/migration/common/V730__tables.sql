create table data_table (
    id         uuid                        not null primary key,
    account_id uuid                        not null references account (id),
    name       varchar(80)                 not null, -- of a deleted one: its id
    shards     integer                     not null,
    index_path varchar(600),
    index_type varchar(10),
    ttl_path   varchar(600),
    created_at timestamp(6) with time zone not null,
    deleted_at timestamp(6) with time zone,          -- its items go bit by bit, then this row
    constraint data_table_name unique (account_id, name),
    constraint data_table_of_account unique (account_id, id)
);
create index data_table_deleted on data_table (deleted_at);

-- Whoever changes an item holds the row of its shard to the end of the transaction. So a shard's sequence is without gaps and in the
-- order of commits, and whoever has read up to a number has missed nothing below it.
create table table_shard (
    account_id      uuid    not null,
    table_id        uuid    not null,
    shard           integer not null,
    last_sequence   bigint  not null, -- of its last change; also the version of the item that it changed
    items           bigint  not null,
    bytes           bigint  not null,
    readers         integer not null, -- changes are written down only while there are some
    change_bytes    bigint  not null, -- of those that are written down
    pruned_sequence bigint  not null, -- of the last change that is written down no more
    constraint table_shard_key primary key (table_id, shard),
    constraint table_shard_table foreign key (account_id, table_id) references data_table (account_id, id)
);
create index table_shard_room on table_shard (account_id);

-- An item's key is bytes (UTF-8), so that both databases order keys alike; so is what the index orders by.
create table table_item (
    account_id uuid                        not null,
    table_id   uuid                        not null,
    key_bytes  ${bytes}                    not null,
    shard      integer                     not null,
    version    bigint                      not null,
    document   ${bytes}                    not null, -- JSON
    bytes      integer                     not null, -- of key and document
    index_key  ${bytes},
    expires_at timestamp(6) with time zone,
    changed_at timestamp(6) with time zone not null,
    constraint table_item_key primary key (table_id, key_bytes),
    constraint table_item_table foreign key (account_id, table_id) references data_table (account_id, id)
);
create index table_item_by_index on table_item (table_id, index_key, key_bytes);
create index table_item_expires on table_item (expires_at);

create table table_change (
    account_id   uuid                        not null,
    table_id     uuid                        not null,
    shard        integer                     not null,
    sequence     bigint                      not null,
    key_bytes    ${bytes}                    not null,
    kind         varchar(10)                 not null,
    old_document ${bytes},
    new_document ${bytes},
    bytes        integer                     not null, -- of the key and both
    changed_at   timestamp(6) with time zone not null,
    constraint table_change_key primary key (table_id, shard, sequence),
    constraint table_change_table foreign key (account_id, table_id) references data_table (account_id, id)
);

-- How far somebody has taken a shard's changes. One that began with what was there goes through the shard's items first: those behind
-- scan_after that had at most this sequence; the changes behind it come when scan_after is null.
create table table_reader (
    account_id uuid   not null,
    table_id   uuid   not null,
    shard      integer not null,
    reader_id  uuid   not null,
    sequence   bigint not null,
    scan_after ${bytes},
    lost       bigint not null, -- changes that were pruned before it had them
    lost_at    timestamp(6) with time zone,
    constraint table_reader_key primary key (reader_id, shard),
    constraint table_reader_table foreign key (account_id, table_id) references data_table (account_id, id)
);
create index table_reader_of_shard on table_reader (table_id, shard);
