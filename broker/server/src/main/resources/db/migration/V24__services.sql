-- A service has no leases of its own. Each of its replicas is a workload, with one lease after the other as any has; a number is used by
-- one of them at a time.
alter table workload
  add column service      uuid references workload,
  add column replica      integer check (replica >= 0),
  add column version      integer not null default 1,
  add column replicas     integer check (replicas >= 0),
  add column probed       boolean not null default false,
  add column reconcile_at timestamptz,
  add check ((service is null) = (replica is null)),
  add check (service is null or replicas is null);
comment on column workload.version is 'Of the file: grows with each change of a service; a replica keeps the one that it was made of.';
comment on column workload.replicas is 'How many are wanted; null for what is no service.';
comment on column workload.reconcile_at is 'When the replicas are next compared with what is wanted; who changes that changes this.';
comment on column workload.probed is 'Whether a replica is ready only when it answers so; else when it runs.';
alter table lease add column ready_at timestamptz;
comment on column lease.ready_at is 'Since when it answers; null where it does not, or is not asked.';
create unique index workload_one_replica on workload (service, replica) where ended_at is null;
create index workload_replicas on workload (service) where service is not null;
create index workload_reconcile on workload (reconcile_at) where reconcile_at is not null;
