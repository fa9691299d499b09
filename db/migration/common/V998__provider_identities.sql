-- Whom the operator's identity provider means by a subject. One subject is one person, for good.
create table provider_identity (
    id        uuid                        not null primary key,
    person_id uuid                        not null references person (id),
    issuer    varchar(300)                not null,
    subject   varchar(255)                not null,
    linked_at timestamp(6) with time zone not null,
    version   bigint                      not null,
    constraint provider_identity_unique unique (issuer, subject)
);
create index provider_identity_by_person on provider_identity (person_id);
