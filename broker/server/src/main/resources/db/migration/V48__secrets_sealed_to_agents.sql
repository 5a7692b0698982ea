-- To which secrets are sealed that only this agent may read; null for one that told none, which is given none.
alter table agent add column sealing_key varchar(60);
