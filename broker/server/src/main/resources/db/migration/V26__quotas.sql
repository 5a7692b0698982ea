-- How many accelerators may be leased at once: of a model and its forms or of all together, by everybody, a project, a user, or each
-- user for himself (subject '*'). What is used is the open leases; whoever writes one locks the quotas that it falls under first.
create table quota (
  id           uuid           primary key,
  organization uuid           not null references organization,
  project      uuid           references project,
  subject      varchar(200),
  accelerator  varchar(100),
  most         numeric(12, 3) not null check (most >= 0),
  created_by   varchar(200)   not null,
  created_at   timestamptz    not null,
  changed_at   timestamptz    not null
);
create unique index quota_of on quota (organization, coalesce(project::text, ''), coalesce(subject, ''), coalesce(accelerator, ''));
create index lease_accelerators_live on lease (organization, accelerator) where state <> 'closed' and accelerators > 0;
