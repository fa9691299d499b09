-- How many days a plan keeps calls, logs, and events with answers; null for as long as the installation does.
alter table plan add column call_days integer;
alter table plan add column log_days integer;
alter table plan add column content_days integer;

update plan set call_days = 3, log_days = 3, content_days = 1 where id = 'free';
update plan set call_days = 30, log_days = 30, content_days = 3 where id = 'payg';
update plan set call_days = 90, log_days = 90, content_days = 7 where id = 'team';

-- What was said of failures goes by the account's plan as well.
alter table call_failure add column account_id uuid;
update call_failure set account_id = (
    select u.account_id from usage_record u
    where u.invocation_id = call_failure.invocation_id and u.attempt = call_failure.attempt);
create index call_failure_account on call_failure (account_id, started_at);
