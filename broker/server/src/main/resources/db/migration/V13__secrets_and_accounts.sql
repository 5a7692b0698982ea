-- Values that only a master key opens, which is not in the database. Each is sealed by a data key of its own, and bound to its row.
create table sealed_value (
  id           uuid primary key,
  organization uuid        not null references organization,
  purpose      varchar(20) not null check (purpose in ('secret', 'account')),
  master_key   varchar(60) not null,
  wrapped_key  bytea       not null,
  value        bytea       not null,
  sealed_at    timestamptz not null
);
create index sealed_value_master_key on sealed_value (master_key);

-- Secrets that workloads name. The value is the sealed one of the same id.
create table secret (
  id           uuid primary key,
  organization uuid         not null references organization,
  name         varchar(100) not null,
  created_at   timestamptz  not null,
  changed_at   timestamptz  not null,
  changed_by   varchar(200) not null,
  unique (organization, name)
);

-- An organization's own connection to a seller. What is secret of its settings is the sealed value of the same id. A row stays when the
-- account is disconnected, since leases name it.
create table account (
  id              uuid primary key,
  organization    uuid         not null references organization,
  provider        varchar(63)  not null,
  name            varchar(100) not null,
  settings        text         not null,
  state           varchar(20)  not null check (state in ('unchecked', 'connected', 'incomplete', 'refused')),
  detail          text         not null,
  report          text,
  version         bigint       not null default 1,
  checked_at      timestamptz,
  created_at      timestamptz  not null,
  created_by      varchar(200) not null,
  disconnected_at timestamptz
);
create unique index account_name on account (organization, name) where disconnected_at is null;

-- Through whose account the machine is started; null for the broker's own.
alter table lease add column account uuid references account;
create index lease_account on lease (account) where state <> 'closed';

-- Tells this installation from every other: its machines in somebody's account bear a name that is made from it.
create table installation (
  only_one boolean primary key default true check (only_one),
  id       uuid    not null default gen_random_uuid()
);
insert into installation default values;
