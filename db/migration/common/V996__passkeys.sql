-- What people sign in with instead of a password, and show again before dangerous steps.
create table passkey (
    id            uuid                        not null primary key,
    person_id     uuid                        not null references person (id),
    credential_id ${bytes}                    not null, -- the authenticator's name for it
    credential    ${bytes}                    not null, -- its public key, as WebAuthn writes it
    sign_count    bigint                      not null, -- goes up with each use where it counts
    name          varchar(100)                not null,
    transports    varchar(100)                not null, -- separated by blanks
    made_at       timestamp(6) with time zone not null,
    used_at       timestamp(6) with time zone,
    version       bigint                      not null,
    constraint passkey_credential_unique unique (credential_id)
);
create index passkey_by_person on passkey (person_id, made_at);
