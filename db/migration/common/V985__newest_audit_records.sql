-- Newest first, because H2 reads an index in one direction: a page of the audit log is its first rows.
create index audit_record_newest on audit_record (account_id, record_number desc);
