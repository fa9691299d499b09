-- What one function came to over months is read without what the account's others came to.
create index usage_rollup_function on usage_rollup (function_id, hour_at);
