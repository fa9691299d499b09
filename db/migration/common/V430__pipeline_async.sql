-- What becomes of a pipeline's asynchronous runs (JSON), as of a function's calls; null for what is usual.
alter table pipelines add column async_policy varchar(8192);
