-- Topics reach functions, pipelines and web addresses beside queues.
alter table topic_subscription alter column queue_id drop not null;
alter table topic_subscription add column subscriber varchar(20) default 'queue' not null;
alter table topic_subscription add column target varchar(2100); -- a name with its qualifier, or a web address; null for a queue
alter table topic_subscription add column current_key ${bytes};  -- of a webhook, sealed
alter table topic_subscription add column previous_key ${bytes}; -- signs as well, for a while
alter table topic_subscription add column previous_until timestamp(6) with time zone;
