-- What a search in logs goes by: of which version a log is, and how bad its worst line. Logs from before have neither, and are read.
alter table call_log add column version varchar(60);
alter table call_log add column level smallint;

-- Newest first, because H2 reads an index in one direction; with all that leaves a log out without its text.
create index call_log_newest on call_log (account_id, function_id, ended_at desc, position desc, level, version);
