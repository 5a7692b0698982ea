-- What is known of a site, or of one machine of it: by whom, how, until when. Proposed ones count for nothing.
create table claim (
  id           uuid primary key,
  organization uuid         not null references organization,
  site         uuid         not null references site,
  agent        uuid references agent,
  attribute    varchar(80)  not null,
  value        varchar(300) not null,
  unit         varchar(40),
  state        varchar(20)  not null check (state in ('proposed', 'verified', 'refused')),
  method       varchar(300) not null,
  document     varchar(500),
  made_at      timestamptz  not null,
  made_by      varchar(200) not null,
  verifier     varchar(200),
  verified_at  timestamptz,
  expires_at   timestamptz  not null,
  remark       varchar(300),
  check ((state = 'proposed') = (verifier is null))
);
create index claim_site on claim (site, made_at desc);

-- Self-tests: one at a time a machine, under a name that is good once.
alter table agent
  -- Takes the place of its key when it is first used.
  add column next_key        varchar(200),
  add column self_test       varchar(60),
  add column self_test_since timestamptz,
  add column self_test_step  varchar(80),
  add column self_test_due   timestamptz;

-- How long an agent was heard, of how long it should have been.
create table site_day (
  organization     uuid    not null references organization,
  site             uuid    not null references site,
  day              date    not null,
  heard_seconds    bigint  not null default 0,
  expected_seconds bigint  not null default 0,
  counted_at       timestamptz not null,
  primary key (site, day)
);
