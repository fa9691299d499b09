-- Every message leaves dead rows behind; receiving gets slower when they are not taken away until a fifth of the table is dead.
alter table queue_message set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
