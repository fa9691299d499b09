-- What a function was called when it was called last, of counters alone: they are read without knowing which functions there are.
alter table call_metric add column function_name varchar(200);
