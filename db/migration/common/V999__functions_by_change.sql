-- The first page shows which functions of an account were changed last.
create index functions_by_change on functions (account_id, changed_at desc, name);
