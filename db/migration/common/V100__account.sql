create table account (
    id             uuid                        not null primary key,
    name           varchar(100)                not null,
    slug           varchar(63)                 not null,
    account_number varchar(12)                 not null,
    state          varchar(16)                 not null,
    is_operator    boolean                     not null,
    concurrency    integer                     not null,
    functions      integer                     not null,
    code_bytes     bigint                      not null,
    created_at     timestamp(6) with time zone not null,
    version        bigint                      not null,
    constraint account_slug_unique unique (slug),
    constraint account_number_unique unique (account_number)
);
create index account_by_age on account (created_at, id);

create table person (
    id                  uuid                        not null primary key,
    email               varchar(254)                not null, -- in lower case
    password_hash       varchar(255)                not null,
    credentials_version integer                     not null,
    created_at          timestamp(6) with time zone not null,
    version             bigint                      not null,
    constraint person_email_unique unique (email)
);

create table membership (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references account (id),
    person_id   uuid                        not null references person (id),
    member_role varchar(16)                 not null,
    joined_at   timestamp(6) with time zone not null,
    version     bigint                      not null,
    constraint membership_unique unique (account_id, person_id)
);
create index membership_by_person on membership (person_id);

create table api_key (
    id            varchar(20)                 not null primary key,
    account_id    uuid                        not null references account (id),
    person_id     uuid                        not null references person (id), -- whose rights bound the key's
    name          varchar(100)                not null,
    secret_hash   ${bytes}                    not null, -- SHA-256
    sealed_secret ${bytes}                    not null, -- for request signatures
    scopes        varchar(500)                not null,
    created_at    timestamp(6) with time zone not null,
    expires_at    timestamp(6) with time zone,
    last_used_at  timestamp(6) with time zone,
    revoked_at    timestamp(6) with time zone,
    version       bigint                      not null
);
create index api_key_by_account on api_key (account_id, created_at, id);

create table invitation (
    id          uuid                        not null primary key,
    account_id  uuid                        not null references account (id),
    email       varchar(254)                not null,
    member_role varchar(16)                 not null,
    token_hash  ${bytes}                    not null,
    created_at  timestamp(6) with time zone not null,
    expires_at  timestamp(6) with time zone not null,
    used_at     timestamp(6) with time zone,
    version     bigint                      not null,
    constraint invitation_token_unique unique (token_hash)
);
create index invitation_by_account on invitation (account_id, email);

create table sign_up_invitation (
    id         uuid                        not null primary key,
    email      varchar(254)                not null,
    token_hash ${bytes}                    not null,
    created_at timestamp(6) with time zone not null,
    expires_at timestamp(6) with time zone not null,
    used_at    timestamp(6) with time zone,
    version    bigint                      not null,
    constraint sign_up_invitation_token_unique unique (token_hash)
);

create table password_reset (
    id                  uuid                        not null primary key,
    person_id           uuid                        not null references person (id),
    credentials_version integer                     not null, -- dead once the person's has moved on
    token_hash          ${bytes}                    not null,
    created_at          timestamp(6) with time zone not null,
    expires_at          timestamp(6) with time zone not null,
    used_at             timestamp(6) with time zone,
    version             bigint                      not null,
    constraint password_reset_token_unique unique (token_hash)
);

-- One row an account: the lock that makes the audit log's numbers gapless.
create table audit_head (
    account_id  uuid   not null primary key references account (id),
    last_number bigint not null
);

create table audit_record (
    id            uuid                        not null primary key,
    account_id    uuid                        not null references account (id),
    record_number bigint                      not null,
    actor         varchar(80)                 not null,
    action        varchar(80)                 not null,
    subject       varchar(200)                not null,
    detail        ${text}                     not null, -- JSON
    address       varchar(64),
    recorded_at   timestamp(6) with time zone not null,
    constraint audit_record_number_unique unique (account_id, record_number)
);

-- One row for the installation: whose account is the operator's, claimed by exactly one update.
create table installation (
    id                  integer not null primary key,
    operator_account    uuid references account (id),
    operator_token_hash ${bytes}
);
insert into installation (id) values (1);
