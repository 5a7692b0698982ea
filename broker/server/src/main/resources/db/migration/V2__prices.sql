-- What every offer costs now, by the feed that tells of it.
create table price_latest (
  feed              varchar(63)    not null,
  offer             varchar(300)   not null,
  provider          varchar(63)    not null,
  region            text           not null,
  zone              text,
  instance_type     text           not null,
  accelerator       text,
  accelerator_count numeric(12, 3),
  capacity_type     varchar(20)    not null,
  price             numeric(27, 9) not null check (price > 0),
  currency          char(3)        not null,
  observed_at       timestamptz    not null,
  source            text           not null,
  gone              boolean        not null default false,
  primary key (feed, offer)
);

-- Every change, append-only. A row without a price says that the offer left the market. Partitioned by time, so that a later
-- retention can drop months as a whole; until then everything lies in the one default partition.
create sequence price_change_seq;
create table price_change (
  seq               bigint         not null default nextval('price_change_seq'),
  feed              varchar(63)    not null,
  offer             varchar(300)   not null,
  provider          varchar(63)    not null,
  region            text           not null,
  zone              text,
  instance_type     text           not null,
  accelerator       text,
  accelerator_count numeric(12, 3),
  capacity_type     varchar(20)    not null,
  price             numeric(27, 9) check (price > 0),
  currency          char(3)        not null,
  observed_at       timestamptz    not null,
  source            text           not null
) partition by range (observed_at);
create table price_change_rest partition of price_change default;
create index price_change_accelerator on price_change (accelerator, observed_at) where accelerator is not null;
create trigger price_change_append_only before update or delete on price_change
  for each row execute function refuse_change();
