-- Machines that an organization pays for whether they run or not. The first that fits and has room is used first.
create table commitment (
  organization   uuid         not null references organization,
  place          integer      not null,
  seller         varchar(63)  not null,
  region         varchar(200),
  instance_type  varchar(200),
  accelerator    varchar(200),
  capacity_type  varchar(20),
  machines       integer      not null check (machines > 0),
  marginal_price numeric(20, 9) not null check (marginal_price > 0),
  currency       char(3)      not null,
  valid_from     timestamptz,
  valid_to       timestamptz,
  note           text         not null,
  changed_at     timestamptz  not null,
  changed_by     varchar(200) not null,
  primary key (organization, place),
  check (valid_from is null or valid_to is null or valid_from < valid_to)
);
