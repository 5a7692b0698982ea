-- One lease is one machine; the nodes of a workload are leases of one attempt. A lease in reserve is a second try that races the first.
alter table lease
  add column node        integer not null default 0 check (node >= 0),
  add column nodes       integer not null default 1 check (nodes > node),
  add column raced       boolean not null default false,
  add column hedge       boolean not null default false check (raced or not hedge),
  add column address     varchar(100),
  add column peers       text,
  add column released_at timestamptz default now(),
  add column log_lines   bigint  not null default 0;
alter table lease drop constraint lease_workload_attempt_key;
alter table lease add constraint lease_attempt unique (workload, attempt, node);

-- A node never has two open leases, but for one in reserve of which only one is ever given the work.
drop index lease_one_open;
create unique index lease_one_open on lease (workload, node, hedge) where state <> 'closed';
create unique index lease_one_released on lease (workload, node) where state <> 'closed' and released_at is not null;

-- Where other nodes reach what an agent runs, as the agent sees itself.
alter table agent add column address varchar(100);

-- Which node printed the line; null where there is one.
alter table log_line add column node integer;
