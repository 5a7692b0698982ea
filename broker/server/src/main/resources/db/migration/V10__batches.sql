-- Plans for many workloads at once, as they were carried out.
create table batch (
  id                 uuid primary key,
  organization       uuid         not null references organization,
  project            uuid         not null references project,
  created_by         varchar(200) not null,
  created_at         timestamptz  not null,
  idempotency_key    varchar(255),
  idempotency_digest varchar(64),
  document           text         not null,
  unique (organization, idempotency_key)
);
