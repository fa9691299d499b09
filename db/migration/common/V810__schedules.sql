-- Schedules, each with the trigger of the same id. look_at is when somebody is to see what becomes of its next ticks; null while it is
-- paused, and when none is left to come.
create table schedule (
    trigger_id      uuid                        not null,
    account_id      uuid                        not null,
    revision        bigint                      not null, -- of the trigger
    expression      varchar(256)                not null,
    time_zone       varchar(64)                 not null,
    anchored_at     timestamp(6) with time zone not null, -- what rates count from
    starts_at       timestamp(6) with time zone,
    ends_at         timestamp(6) with time zone,
    flexible_secs   integer                     not null,
    overlap         varchar(10)                 not null,
    catch_up        varchar(10)                 not null,
    catch_up_limit  integer                     not null,
    catch_up_secs   integer                     not null,
    settled_until   timestamp(6) with time zone not null, -- every tick up to here is in the ledger
    look_at         timestamp(6) with time zone,
    paused_at       timestamp(6) with time zone,
    resumed_at      timestamp(6) with time zone,
    constraint schedule_key primary key (trigger_id)
);
create index schedule_look on schedule (look_at);

-- The ledger: what became of every tick. A local time that clocks leapt over has no instant; it is kept under the one that it would have
-- had, and apart from a tick that really has it. look_at is when somebody is to look at a tick; null when it is settled.
create table schedule_tick (
    trigger_id    uuid                        not null,
    scheduled_for timestamp(6) with time zone not null,
    is_leap       boolean                     not null,
    account_id    uuid                        not null,
    through       timestamp(6) with time zone not null, -- the last, where a row stands for many that were missed
    ticks         integer                     not null,
    state         smallint                    not null, -- 0 planned, 1 fired, 2 missed, 3 fired and to be called off
    due_at        timestamp(6) with time zone not null, -- its instant, and its share of the flexible window
    planned_at    timestamp(6) with time zone not null,
    look_at       timestamp(6) with time zone,
    settled_at    timestamp(6) with time zone,
    call_id       uuid,
    reason        smallint,
    detail        varchar(500),
    constraint schedule_tick_key primary key (trigger_id, scheduled_for, is_leap)
);
create index schedule_tick_look on schedule_tick (look_at);
create index schedule_tick_age on schedule_tick (settled_at);
