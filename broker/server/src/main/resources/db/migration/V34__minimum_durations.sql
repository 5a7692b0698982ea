-- For how long a lease is charged at least, if its tenant ends it: as the site asked when it was written.
alter table lease add column minimum_seconds bigint not null default 0 check (minimum_seconds >= 0);
comment on column lease.minimum_seconds is 'What its tenant ends sooner is charged for so long; 0 for none.';
