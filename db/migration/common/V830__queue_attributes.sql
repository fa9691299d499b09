-- What AWS's protocol knows of queues and messages beyond our own.
alter table message_queue add column wait_seconds integer default 0 not null; -- how long receivers wait that say nothing of it
alter table message_queue add column max_message_bytes integer default 1048576 not null;
alter table message_queue add column deduplicates_by_content boolean default false not null;
alter table message_queue add column tags ${text}; -- JSON; null: none
alter table queue_message add column attribute_types ${text}; -- JSON, by name, of those that are no plain text; null: none
alter table queue_message add column deduplication_id varchar(128);
