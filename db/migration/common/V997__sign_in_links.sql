-- Leave to sign in once without a password, by whoever reads the person's mail.
create table sign_in_link (
    id                  uuid                        not null primary key,
    person_id           uuid                        not null references person (id),
    credentials_version integer                     not null, -- dead once the person's has moved on
    token_hash          ${bytes}                    not null,
    created_at          timestamp(6) with time zone not null,
    expires_at          timestamp(6) with time zone not null,
    used_at             timestamp(6) with time zone,
    version             bigint                      not null,
    constraint sign_in_link_token_unique unique (token_hash)
);
create index sign_in_link_by_person on sign_in_link (person_id);
