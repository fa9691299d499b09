-- The trigger that made a call. It may be gone by now.
alter table usage_record add column trigger_id uuid;
