-- The transaction that wrote an event. A stream tells only of transactions older than every running one: numbers are given out
-- before their transactions end, and a reader that went on from the highest it saw would otherwise miss the slower ones.
alter table event add column written_by xid8 not null default pg_current_xact_id();
create index event_organization on event (organization, seq);

-- A wish for a price. Armed, it waits for the price to fall below its threshold; fired, for it to rise again.
create table alert (
  id             uuid primary key,
  organization   uuid           not null references organization,
  name           varchar(200)   not null,
  spec           text           not null,
  under          numeric(27, 9) not null check (under > 0),
  currency       char(3)        not null,
  webhook_url    varchar(2000),
  webhook_secret varchar(100),
  created_by     varchar(200)   not null,
  created_at     timestamptz    not null,
  state          varchar(10)    not null check (state in ('armed', 'fired')),
  fired_at       timestamptz,
  check ((webhook_url is null) = (webhook_secret is null))
);
create index alert_newest on alert (organization, created_at desc, id);

-- What is sent to webhooks, again and again until somebody takes it or it is dead.
create table alert_delivery (
  id         uuid primary key,
  alert      uuid         not null references alert on delete cascade,
  event      bigint       not null,
  body       text         not null,
  state      varchar(10)  not null check (state in ('pending', 'delivered', 'dead')),
  tries      integer      not null default 0,
  due_at     timestamptz  not null,
  hold_token uuid,
  hold_until timestamptz,
  status     integer,
  fault      text,
  created_at timestamptz  not null,
  ended_at   timestamptz
);
create index alert_delivery_due on alert_delivery (due_at) where state = 'pending';
create index alert_delivery_alert on alert_delivery (alert, created_at desc);
