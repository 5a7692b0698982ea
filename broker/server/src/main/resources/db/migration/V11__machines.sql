-- A machine that was started for one lease. Its agent enrols for that lease alone, and sells nothing. What it boots with is kept without
-- its token, so that a repeated start hands the provider the same bytes.
create table machine (
  lease    uuid primary key references lease,
  document text        not null,
  since    timestamptz not null
);

-- Where an agent works: a site, or the machine of a lease, which then is the place itself.
alter table agent alter column site drop not null;
alter table agent add column lease uuid references machine;
alter table agent add column place uuid not null generated always as (coalesce(site, lease)) stored;
alter table agent add check ((site is null) <> (lease is null));
create index agent_place on agent (place);

alter table enrolment_token alter column site drop not null;
alter table enrolment_token add column lease uuid unique references machine;
alter table enrolment_token add check ((site is null) <> (lease is null));

-- Without a site: a machine of its own.
alter table assignment alter column site drop not null;
alter table assignment add column place uuid not null generated always as (coalesce(site, lease)) stored;
drop index assignment_site;
create index assignment_place on assignment (place, changed) where state <> 'terminated';

-- When the provider said that it takes the machine back.
alter table lease add column reclaim_at timestamptz;
