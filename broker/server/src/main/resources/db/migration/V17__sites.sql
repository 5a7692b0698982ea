-- What it moves belongs to everybody.
set local tradewind.tenant = 'broker';

-- What an operator tells of a site. What it has is discovered by its agents and never told.
alter table site
  add column operator          varchar(200),
  add column wue               double precision check (wue >= 0),
  add column cooling           varchar(40),
  add column power_headroom_kw double precision check (power_headroom_kw > 0),
  add column uplink_gbps       double precision check (uplink_gbps > 0),
  add column terms             varchar(40),
  add column terms_accepted_at timestamptz,
  add column terms_accepted_by varchar(200);

-- A site has many machines, each with an agent of its own; what is wrong with what it reports stands in the note.
alter table agent
  add column inventory_hash varchar(64),
  add column inventory      text,
  add column architecture   varchar(20),
  add column vcpus          integer,
  add column memory_mib     bigint,
  add column accelerator    varchar(60),
  add column accelerators   integer not null default 0,
  add column note           text,
  add column reading        text,
  add column reading_at     timestamptz,
  add column revoked_by     varchar(200);
update agent a
set inventory_hash = s.inventory_hash, inventory = s.inventory, architecture = s.architecture, vcpus = s.vcpus, memory_mib = s.memory_mib
from site s
where a.site = s.id and s.inventory is not null
  and a.id = (select b.id from agent b where b.site = s.id and b.revoked_at is null order by b.last_heartbeat desc nulls last limit 1);
alter table site
  drop column inventory_hash,
  drop column inventory,
  drop column architecture,
  drop column vcpus,
  drop column memory_mib;

-- A lease has its place on one machine of a site.
alter table assignment
  add column agent        uuid references agent,
  add column accelerators integer          not null default 0,
  add column watts        double precision not null default 0,
  -- What was promised to a tenant whose place may be taken back; null for one who was promised to stay.
  add column notice_seconds bigint,
  add column closure        uuid,
  add column reclaim_reason varchar(300);
update assignment set agent =
  (select a.id from agent a where a.site = assignment.site and a.revoked_at is null order by a.last_heartbeat desc nulls last limit 1)
where site is not null;
create index assignment_agent on assignment (agent) where state <> 'terminated';
create index assignment_changed on assignment (changed);

-- What an operator asks for a unit, as a whole; without one for processors, the site's own plain ask stands.
alter table site alter column ask drop not null, alter column currency drop not null;
create table ask (
  organization uuid         not null references organization,
  site         uuid         not null references site,
  unit         varchar(60)  not null,
  document     text         not null,
  changed_at   timestamptz  not null,
  changed_by   varchar(200) not null,
  primary key (site, unit)
);

-- When capacity is taken back, or kept back: all of a site, or one machine. From drain_at nothing is sold, from from_at nothing runs.
create table site_closure (
  id           uuid primary key,
  organization uuid         not null references organization,
  site         uuid         not null references site,
  agent        uuid references agent,
  kind         varchar(20)  not null check (kind in ('maintenance', 'reclamation')),
  reason       varchar(300) not null,
  announced_at timestamptz  not null,
  announced_by varchar(200) not null,
  drain_at     timestamptz  not null,
  from_at      timestamptz  not null,
  until_at     timestamptz,
  lifted_at    timestamptz,
  check (drain_at <= from_at),
  check (until_at is null or until_at > from_at)
);
alter table assignment add foreign key (closure) references site_closure;
create index site_closure_open on site_closure (site) where lifted_at is null;
