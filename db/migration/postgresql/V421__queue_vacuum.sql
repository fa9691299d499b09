-- Every call leaves dead rows behind; claiming gets slower when they are not taken away until a fifth of the table is dead.
alter table async_call set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
