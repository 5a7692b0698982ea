-- Who owns what. Standalone mode has one organization with one project.
create table organization (
  id         uuid primary key,
  name       varchar(200) not null,
  created_at timestamptz  not null default now()
);

create table project (
  id           uuid primary key,
  organization uuid         not null references organization,
  name         varchar(200) not null,
  created_at   timestamptz  not null default now()
);

insert into organization (id, name) values ('00000000-0000-4000-8000-000000000001', 'This machine');
insert into project (id, organization, name)
values ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'Default');

-- What users asked for.
create table workload (
  id                 uuid primary key,
  organization       uuid         not null references organization,
  project            uuid         not null references project,
  name               varchar(200) not null,
  kind               varchar(20)  not null,
  spec               text         not null,
  state              varchar(20)  not null,
  reason             text,
  created_by         varchar(200) not null,
  created_at         timestamptz  not null,
  started_at         timestamptz,
  ended_at           timestamptz,
  exit_code          integer,
  cancel_requested   boolean      not null default false,
  idempotency_key    varchar(255),
  idempotency_digest varchar(64),
  placement          uuid,
  unique (organization, idempotency_key)
);
create index workload_newest on workload (organization, created_at desc, id);

-- The decision, with its explanation, as it was shown.
create table placement (
  id                 uuid primary key,
  workload           uuid        not null references workload,
  decided_at         timestamptz not null,
  market_version     bigint      not null,
  conditions_version bigint      not null,
  document           text        not null,
  failover           text        not null
);
create index placement_workload on placement (workload);

-- The contract. A row stands here before anything is created at a provider.
create table lease (
  id           uuid primary key,
  organization uuid           not null references organization,
  workload     uuid           not null references workload,
  placement    uuid           not null references placement,
  attempt      integer        not null,
  feed         varchar(63)    not null,
  provider     varchar(63)    not null,
  region       varchar(200)   not null,
  instance_type varchar(200)  not null,
  offer        varchar(300)   not null,
  offer_document text         not null,
  rate         numeric(20, 9) not null check (rate > 0),
  currency     char(3)        not null,
  hourly_carbon text,
  vcpus        double precision not null,
  memory_mib   bigint         not null,
  state        varchar(20)    not null,
  close_reason varchar(40),
  stop_reason  varchar(40),
  detail       text,
  phase        varchar(20),
  exit_code    integer,
  generation   bigint         not null default 1,
  native_id    varchar(300),
  tries        integer        not null default 0,
  due_at       timestamptz,
  hold_token   uuid,
  hold_until   timestamptz,
  requested_at timestamptz    not null,
  active_at    timestamptz,
  ended_at     timestamptz,
  closed_at    timestamptz,
  metered_from timestamptz,
  metered_to   timestamptz,
  unique (workload, attempt),
  check ((state = 'closed') = (close_reason is not null)),
  check ((state = 'closed') = (closed_at is not null))
);
-- A workload never has two open leases: two machines for one workload cannot even be written down.
create unique index lease_one_open on lease (workload) where state <> 'closed';
create index lease_due on lease (due_at) where state <> 'closed';
create index lease_newest on lease (organization, requested_at desc, id);

-- Metered time, append-only, and what it cost, rounded once.
create table usage (
  lease                uuid             not null references lease,
  from_at              timestamptz      not null,
  to_at                timestamptz      not null check (to_at > from_at),
  organization         uuid             not null,
  workload             uuid             not null,
  processor_seconds    double precision not null,
  energy_kwh           double precision,
  operational_grams    double precision,
  embodied_grams       double precision,
  basis                varchar(60),
  carbon_source        text,
  received_at          timestamptz      not null,
  primary key (lease, from_at)
);
create table charge (
  lease        uuid           not null,
  from_at      timestamptz    not null,
  to_at        timestamptz    not null,
  organization uuid           not null,
  workload     uuid           not null,
  rate         numeric(20, 9) not null,
  amount       numeric(20, 9) not null check (amount >= 0),
  currency     char(3)        not null,
  primary key (lease, from_at),
  foreign key (lease, from_at) references usage
);
create index usage_workload on usage (workload, from_at);
create index charge_workload on charge (workload, from_at);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name;
end $$;
create trigger usage_append_only before update or delete on usage for each row execute function refuse_change();
create trigger usage_never_emptied before truncate on usage for each statement execute function refuse_change();
create trigger charge_append_only before update or delete on charge for each row execute function refuse_change();
create trigger charge_never_emptied before truncate on charge for each statement execute function refuse_change();

-- Audit record and stream item.
create table event (
  seq          bigint generated always as identity primary key,
  at           timestamptz  not null,
  organization uuid         not null,
  workload     uuid,
  lease        uuid,
  type         varchar(60)  not null,
  actor        varchar(200) not null,
  detail       text         not null,
  data         text
);
create index event_workload on event (workload, seq);
create trigger event_append_only before update or delete on event for each row execute function refuse_change();
create trigger event_never_emptied before truncate on event for each statement execute function refuse_change();

-- Output of workloads; seq is the attempt × 10^9 + the agent's line number.
create table log_line (
  workload uuid        not null,
  seq      bigint      not null,
  at       timestamptz not null,
  stream   varchar(10) not null,
  line     text        not null,
  primary key (workload, seq)
);

-- Sites and the agents on them.
create table site (
  id             uuid primary key,
  organization   uuid           not null references organization,
  name           varchar(200)   not null,
  provider       varchar(63)    not null unique,
  region         varchar(200)   not null,
  city           varchar(200)   not null,
  country        char(2),
  latitude       double precision,
  longitude      double precision,
  grid_zone      varchar(40)    not null,
  pue            double precision,
  ask            numeric(20, 9) not null check (ask > 0),
  currency       char(3)        not null,
  listing        varchar(20)    not null,
  inventory_hash varchar(64),
  inventory      text,
  architecture   varchar(20),
  vcpus          integer,
  memory_mib     bigint,
  created_at     timestamptz    not null
);
create table agent (
  id             uuid primary key,
  site           uuid         not null references site,
  public_key     varchar(200) not null,
  version        varchar(60)  not null,
  boot_id        varchar(64),
  heartbeat      bigint       not null default 0,
  last_heartbeat timestamptz,
  enrolled_at    timestamptz  not null,
  revoked_at     timestamptz
);
create index agent_site on agent (site);
create table enrolment_token (
  hash       varchar(64) primary key,
  site       uuid        not null references site,
  expires_at timestamptz not null,
  spent_at   timestamptz,
  spent_key  varchar(200),
  agent      uuid
);
create table agent_token (
  hash       varchar(64) primary key,
  agent      uuid        not null references agent,
  expires_at timestamptz not null
);
create table agent_assertion (
  jti        varchar(100) primary key,
  expires_at timestamptz  not null
);

-- A lease's place on a site. "changed" orders what an agent has yet to hear.
create sequence work_change;
create table assignment (
  lease      uuid primary key references lease,
  site       uuid             not null references site,
  region     varchar(200)     not null,
  provider   varchar(63)      not null,
  vcpus      double precision not null,
  memory_mib bigint           not null,
  state      varchar(20)      not null,
  since      timestamptz      not null,
  changed    bigint           not null default nextval('work_change')
);
create index assignment_site on assignment (site, changed) where state <> 'terminated';
