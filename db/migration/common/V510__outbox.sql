-- What is to be told to somebody outside the database, written in the transaction that it tells of.
-- A delivered entry is deleted; one that was given up on is parked: it has no due_at.
create table outbox (
    id         uuid                        not null primary key, -- stays the same over all attempts
    kind       varchar(40)                 not null,
    account_id uuid                        not null,
    about      varchar(200)                not null, -- for people
    body       ${bytes}                    not null, -- the first piece
    bytes      bigint                      not null, -- of all pieces
    put_at     timestamp(6) with time zone not null,
    due_at     timestamp(6) with time zone,          -- while it is carried: when its lease ends
    epoch      bigint                      not null, -- counts leases; only the last one settles
    attempts   integer                     not null,
    trouble    varchar(1000),                        -- what the last attempt met
    parked_at  timestamp(6) with time zone
);
create index outbox_due on outbox (account_id, due_at);
create index outbox_parked on outbox (parked_at);
create index outbox_room on outbox (account_id, bytes);

-- The rest of a long body, because H2 has no longer column than a piece.
create table outbox_piece (
    outbox_id uuid     not null,
    piece     integer  not null,
    bytes     ${bytes} not null,
    constraint outbox_piece_key primary key (outbox_id, piece),
    constraint outbox_piece_entry foreign key (outbox_id) references outbox (id) on delete cascade
);
