-- What a service is scaled by, and how a replica's capacity was chosen. The history holds how many replicas the readings wanted, a line for
-- each change within the window that is looked at; who pushes often writes no more.
alter table workload
  add column load_value   double precision check (load_value >= 0),
  add column load_at      timestamptz,
  add column load_history text,
  add column capacity     varchar(20),
  add check ((load_value is null) = (load_at is null)),
  add check (capacity is null or service is not null);
comment on column workload.load_value is 'The newest reading of a service that is scaled by its load, all replicas together.';
comment on column workload.load_history is 'Since when how many replicas were wanted, a line each.';
comment on column workload.capacity is 'The one capacity type that a replica may have; null for any that its file accepts.';
