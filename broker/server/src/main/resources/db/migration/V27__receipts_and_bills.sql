-- What an interval's energy, carbon and water were reckoned from, beside what came of it; null in older ones.
alter table usage
  add column server_kwh double precision,
  add column pue double precision,
  add column grams_per_kwh double precision,
  add column water_litres double precision,
  add column carbon_estimated boolean;
comment on column usage.server_kwh is 'Energy before the site''s overhead: energy_kwh = server_kwh * pue.';

-- What a provider says is to be paid, as somebody brought it: a file, of which nothing is lost. A file that was brought before is not
-- brought again.
create table provider_bill (
  id           uuid primary key,
  organization uuid         not null references organization,
  provider     varchar(63)  not null check (provider in ('aws', 'gcp', 'azure')),
  name         varchar(200) not null,
  digest       varchar(64)  not null,
  lines        bigint       not null,
  faults       bigint       not null,
  imported_at  timestamptz  not null,
  imported_by  varchar(200) not null,
  unique (organization, provider, digest)
);

-- A line is known by what it says but its amount. The newest file that has it counts, with all lines of it that are the same; those of
-- older files are superseded. Amounts are as exact as they were sent.
create table bill_line (
  bill         uuid         not null references provider_bill on delete cascade,
  line         bigint       not null,
  organization uuid         not null,
  provider     varchar(63)  not null,
  known_by     bytea        not null,
  superseded   boolean      not null default false,
  tag          uuid,
  lease        uuid,
  stray        boolean      not null default false,
  resource     varchar(500) not null,
  kind         varchar(60)  not null,
  description  varchar(500) not null,
  from_at      timestamptz  not null,
  to_at        timestamptz  not null,
  amount       numeric      not null,
  currency     char(3)      not null,
  primary key (bill, line)
);
create index bill_line_known_by on bill_line (organization, provider, known_by) where not superseded;
create index bill_line_lease on bill_line (organization, lease) where not superseded;
create index bill_line_stray on bill_line (provider) where stray and not superseded;
create index lease_native on lease (provider, native_id) where native_id is not null;
comment on column bill_line.tag is 'The lease that it names, whether there is such a lease or not.';
comment on column bill_line.stray is 'Of a machine that no lease stood behind.';

-- What could not be read of it, and why.
create table bill_fault (
  bill         uuid         not null references provider_bill on delete cascade,
  line         bigint       not null,
  organization uuid         not null,
  why          varchar(500) not null,
  primary key (bill, line)
);
