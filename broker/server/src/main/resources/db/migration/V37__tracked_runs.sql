-- Workloads whose file names a tracker of experiments, and what became of telling it. A row is made when the workload has ended.
create table tracked_run (
  workload     uuid primary key references workload,
  organization uuid        not null references organization,
  state        varchar(10) not null check (state in ('pending', 'told', 'given_up')),
  tries        integer     not null default 0,
  due_at       timestamptz not null,
  hold_token   uuid,
  hold_until   timestamptz,
  run          varchar(64),
  created_at   timestamptz not null
);
create index tracked_run_due on tracked_run (due_at) where state = 'pending';
create index workload_tracked on workload (ended_at) where spec like '%"MLFLOW_TRACKING_URI"%';
comment on column tracked_run.run is 'The tracker''s own id of the run.';
