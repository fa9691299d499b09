-- What a search reads the texts of, some hundred at a time: H2 looks a list up in an index of one column only.
create index call_log_position on call_log (position);
