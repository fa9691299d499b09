-- What happened to triggers by the minute and the hour, for charts: nodes add to the same rows now and then, and it is not exact.
-- grain is the length in minutes: 1 or 60.
create table trigger_metric (
    trigger_id uuid                        not null,
    grain      integer                     not null,
    began_at   timestamp(6) with time zone not null,
    account_id uuid                        not null,
    events     bigint                      not null, -- that came
    filtered   bigint                      not null, -- of them that the filter did not want
    failures   bigint                      not null, -- times that something did not work
    calls      bigint                      not null, -- attempts that ended
    errors     bigint                      not null, -- of them that failed
    lag_millis bigint                      not null, -- the longest between an event and its being seen
    constraint trigger_metric_key primary key (trigger_id, grain, began_at),
    constraint trigger_metric_of foreign key (trigger_id) references event_trigger (id) on delete cascade
);
create index trigger_metric_age on trigger_metric (grain, began_at);
