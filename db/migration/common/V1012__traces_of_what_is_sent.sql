-- W3C's traceparent of the call that sent a message or changed an item, for the call that comes of it. Null when no call did.
alter table queue_message add column sent_trace varchar(55);
alter table table_change add column trace varchar(55);
