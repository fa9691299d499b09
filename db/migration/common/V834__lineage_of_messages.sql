-- The call that sent a message, and how many stand before it in its chain, so that a function that sends to its own queue ends as other
-- loops do. Null when no call sent it.
alter table queue_message add column sent_by uuid;
alter table queue_message add column sent_depth integer;
