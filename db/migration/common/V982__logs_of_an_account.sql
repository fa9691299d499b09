-- The same search over all functions of an account, and the name that each had when it was called. Logs from before have none.
alter table call_log add column function_name varchar(200);

create index call_log_newest_of_account on call_log (account_id, ended_at desc, position desc, level, version);
