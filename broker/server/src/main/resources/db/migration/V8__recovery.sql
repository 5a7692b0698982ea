-- A workload that lost its machine, or found none, and waits to be matched again as its retry says.
alter table workload
  add column rematch_at    timestamptz,
  add column rematch_cause varchar(20) check (rematch_cause in ('no_capacity', 'interruption', 'error')),
  add column rematches     integer not null default 0,
  add column lost_at       timestamptz;
create index workload_rematch on workload (rematch_at) where rematch_at is not null;

-- Attempts are counted over all placements of a workload; the turn counts the offers of one.
alter table lease add column turn integer;
update lease set turn = attempt;
alter table lease alter column turn set not null;
