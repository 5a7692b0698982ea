-- A request for quotes: the conditions of a workload, how many of them, for how long. Sites answer it with bids.
create table capacity_order (
  id             uuid primary key,
  organization   uuid         not null references organization,
  project        uuid         not null references project,
  name           varchar(200) not null,
  spec           text         not null,
  quantity       integer      not null check (quantity > 0),
  from_at        timestamptz  not null,
  hours          integer      not null check (hours > 0),
  bids_until     timestamptz  not null,
  state          varchar(20)  not null check (state in ('open', 'filled', 'cancelled')),
  accepted       integer      not null default 0 check (accepted between 0 and quantity),
  created_by     varchar(200) not null,
  created_at     timestamptz  not null,
  -- The best that anybody but a bidder asked when bids came, of all nodes and hours: what the market would pay a site for the same.
  other_seller   varchar(63),
  other_price    numeric(27, 9) check (other_price > 0),
  other_currency char(3),
  other_unit     varchar(60),
  other_units    double precision check (other_units > 0),
  check (bids_until > created_at)
);
create index capacity_order_newest on capacity_order (organization, created_at desc, id);
comment on column capacity_order.spec is 'The workload file, JSON. Sites are shown its resources and places alone.';
comment on column capacity_order.other_price is 'Of one hour of all nodes of one workload.';

-- What one site answered. A standing bid holds nothing: it is a price, while there is room.
create table bid (
  id             uuid primary key,
  organization   uuid         not null references organization,
  capacity_order uuid         not null references capacity_order,
  site           uuid         not null references site,
  seller         varchar(63)  not null,
  state          varchar(20)  not null check (state in ('standing', 'accepted', 'refused')),
  why            varchar(600) not null,
  offer          varchar(300),
  unit           varchar(60),
  units          integer,
  quantity       integer      not null default 0,
  price          numeric(27, 9) check (price > 0),
  list_price     numeric(27, 9) check (list_price >= price),
  currency       char(3),
  position       integer,
  made_at        timestamptz  not null,
  accepted_at    timestamptz,
  workloads      text         not null default '',
  unique (capacity_order, site),
  check ((state = 'refused') = (price is null)),
  check ((state = 'accepted') = (accepted_at is not null))
);
create index bid_site on bid (site, made_at desc);
comment on column bid.organization is 'The buyer; the site''s operator reads it as one of the site''s.';
comment on column bid.units is 'Of one machine: accelerators, or vCPUs.';
comment on column bid.price is 'Of one machine and hour.';
comment on column bid.position is 'Among all bids and offers when it was made; null behind those that were ranked.';

-- How a site answers orders; without one it bids what it asks.
create table bid_rule (
  organization uuid         not null references organization,
  site         uuid         primary key references site,
  document     text         not null,
  changed_at   timestamptz  not null,
  changed_by   varchar(200) not null
);

-- The bid whose price a lease keeps.
alter table lease add column bid uuid references bid;
