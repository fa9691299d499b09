-- Who may call a function by its own URL, and from which web pages (JSON, null when none is named).
alter table functions add column url_auth varchar(16) default 'key' not null;
alter table functions add column url_cors varchar(8192);
