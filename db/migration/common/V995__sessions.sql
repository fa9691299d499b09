-- Who is signed in to the console, and from where: a row a session, whichever node holds it.
create table person_session (
    id         uuid                        not null primary key,
    person_id  uuid                        not null references person (id),
    way        varchar(16)                 not null,
    address    varchar(64)                 not null,
    agent      varchar(200)                not null, -- what the browser called itself
    begun_at   timestamp(6) with time zone not null,
    seen_at    timestamp(6) with time zone not null, -- within a minute
    good_until timestamp(6) with time zone not null,
    ended_at   timestamp(6) with time zone,
    version    bigint                      not null
);
create index person_session_by_person on person_session (person_id, begun_at);
