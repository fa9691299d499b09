-- How often the bucket's objects were changed: says which of two changes came later.
alter table bucket add column changes bigint default 0 not null;

-- Parts of unfinished uploads take room like objects.
alter table bucket add column part_bytes bigint default 0 not null;

-- How much has lain for how long, in bytes times microseconds of the hour under way, up to an instant. Told forth by whoever holds the
-- bucket's row, so each microsecond counts once on any number of nodes; hours that are over go to usage_meter.
alter table bucket add column told_until timestamp(6) with time zone;
alter table bucket add column byte_micros numeric(38) default 0 not null;

-- What an upload in parts has no digest of is null.
alter table bucket_object alter column sha256 drop not null;
alter table bucket_object add column headers ${text};                    -- as JSON, those that HTTP has a name for
alter table bucket_object add column checksum_algorithm varchar(10);
alter table bucket_object add column checksum_form varchar(12);          -- FULL_OBJECT or COMPOSITE
alter table bucket_object add column checksum varchar(100);              -- in base64; composite with the number of parts
alter table bucket_object add column pieces integer default 0 not null;  -- 0: its bytes are those that body_id names
alter table bucket_object add column upload_id uuid;                     -- the upload that made it

-- Of objects whose bytes lie in several places, or in one that others have too.
create table object_piece (
    version_id uuid    not null, -- the body_id of the object; stays until the object's bytes are due for deletion
    piece      integer not null,
    body_id    uuid    not null,
    bytes      bigint  not null,
    constraint object_piece_key primary key (version_id, piece)
);

-- Bodies that are, or were, pieces of more than one object. Who takes one or gives one back holds its row.
create table shared_body (
    body_id uuid    not null primary key,
    uses    integer not null
);

create table bucket_upload (
    id                 uuid                        not null primary key,
    account_id         uuid                        not null,
    bucket_id          uuid                        not null,
    key_bytes          ${bytes}                    not null,
    content_type       varchar(256)                not null,
    metadata           ${text},
    headers            ${text},
    checksum_algorithm varchar(10),
    checksum_form      varchar(12),
    begun_at           timestamp(6) with time zone not null,
    constraint bucket_upload_bucket foreign key (account_id, bucket_id) references bucket (account_id, id)
);
create index bucket_upload_by_key on bucket_upload (bucket_id, key_bytes, id);
create index bucket_upload_age on bucket_upload (begun_at);

create table upload_part (
    upload_id  uuid                        not null,
    number     integer                     not null,
    body_id    uuid                        not null,
    bytes      bigint                      not null,
    md5        varchar(32)                 not null,
    checksum   varchar(100),
    written_at timestamp(6) with time zone not null,
    constraint upload_part_key primary key (upload_id, number),
    constraint upload_part_upload foreign key (upload_id) references bucket_upload (id)
);
