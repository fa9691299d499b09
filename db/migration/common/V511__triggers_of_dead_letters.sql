-- The trigger that made the call, so that a replay is still known to be its.
alter table dead_letter add column trigger_id uuid;
