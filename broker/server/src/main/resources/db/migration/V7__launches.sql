-- What launches taught of the pool they were for. Names no tenant, so that all may learn from it; kept for two weeks.
create table launch (
  seq           bigint generated always as identity primary key,
  at            timestamptz  not null,
  provider      varchar(100) not null,
  region        varchar(200) not null,
  zone          varchar(200),
  shape         varchar(200) not null,
  capacity_type varchar(20)  not null,
  evidence      varchar(20)  not null check (evidence in ('STARTED', 'SOLD_OUT', 'UNCLEAR'))
);
create index launch_at on launch (at);
