-- What an organization, or one of its projects, allows. "rules" is JSON in the words of workload files; each change is another version.
create table policy (
  id           uuid primary key,
  organization uuid         not null references organization,
  project      uuid         references project,
  name         varchar(200) not null,
  version      integer      not null check (version > 0),
  enabled      boolean      not null,
  rules        text         not null,
  note         varchar(500) not null,
  created_by   varchar(200) not null,
  created_at   timestamptz  not null,
  changed_by   varchar(200) not null,
  changed_at   timestamptz  not null,
  deleted_at   timestamptz
);
create index policy_organization on policy (organization, created_at, id) where deleted_at is null;

-- What held when; nothing of it is changed or taken away.
create table policy_version (
  policy       uuid         not null references policy,
  version      integer      not null,
  organization uuid         not null references organization,
  name         varchar(200) not null,
  enabled      boolean      not null,
  rules        text         not null,
  note         varchar(500) not null,
  changed_by   varchar(200) not null,
  changed_at   timestamptz  not null,
  primary key (policy, version)
);
create trigger policy_version_append_only before update or delete on policy_version for each row execute function refuse_change();
create trigger policy_version_never_emptied before truncate on policy_version for each statement execute function refuse_change();

-- An organization's own program that is asked before its workloads are committed to.
create table policy_validator (
  organization uuid          primary key references organization,
  url          varchar(2000) not null,
  secret       varchar(100)  not null,
  timeout_ms   integer       not null check (timeout_ms between 100 and 10000),
  changed_by   varchar(200)  not null,
  changed_at   timestamptz   not null
);

-- What a lease has of accelerators, by the name of the model.
alter table lease
  add column accelerator  varchar(100),
  add column accelerators numeric(12, 3) not null default 0 check (accelerators >= 0);
update lease set accelerator = offer_document::jsonb -> 'accelerator' ->> 'model',
  accelerators = (offer_document::jsonb -> 'accelerator' ->> 'count')::numeric
where state <> 'closed' and offer_document::jsonb -> 'accelerator' ->> 'count' is not null;
