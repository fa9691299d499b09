-- What the operator tells everybody who uses the console, above every page.
create table announcement (
    id         uuid                        not null primary key,
    text       varchar(500)                not null,
    tone       varchar(8)                  not null, -- info, warning
    made_at    timestamp(6) with time zone not null,
    ends_at    timestamp(6) with time zone not null,
    version    bigint                      not null
);
create index announcement_by_end on announcement (ends_at);
