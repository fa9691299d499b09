-- The newest of an account's dead letters are shown first, whatever lies below them.
create index dead_letter_newest on dead_letter (account_id, ended_at desc, id desc);
