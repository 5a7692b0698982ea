-- How much may be spent, by whom, in a month of UTC or in all. Above block_above no lease begins; above stop_above none goes on.
create table budget (
  id             uuid primary key,
  organization   uuid           not null references organization,
  project        uuid           references project,
  subject        varchar(200),
  name           varchar(200)   not null,
  period         varchar(5)     not null check (period in ('month', 'total')),
  amount         numeric(27, 9) not null check (amount > 0),
  currency       char(3)        not null,
  block_above    numeric(27, 9),
  stop_above     numeric(27, 9),
  webhook_url    varchar(2000),
  webhook_secret varchar(100),
  created_by     varchar(200)   not null,
  created_at     timestamptz    not null,
  changed_at     timestamptz    not null,
  check (project is null or subject is null),
  check (stop_above is null or block_above <= stop_above),
  check ((webhook_url is null) = (webhook_secret is null))
);
create index budget_organization on budget (organization, created_at, id);

create table budget_threshold (
  budget       uuid          not null references budget on delete cascade,
  organization uuid          not null references organization,
  percent      numeric(6, 2) not null check (percent > 0),
  action       varchar(5)    not null check (action in ('warn', 'block', 'stop')),
  primary key (budget, percent, action)
);

-- One month of a budget, or all of it. "taken" is the sum of its holds, "settled" that of those whose lease has come to its end. What
-- may still be taken is asked and taken in one statement on this row: so two brokers never give the same money away.
create table budget_period (
  budget       uuid           not null references budget on delete cascade,
  period       date           not null,
  organization uuid           not null references organization,
  begins_at    timestamptz    not null,
  ends_at      timestamptz    not null check (ends_at > begins_at),
  block_above  numeric(27, 9),
  stop_above   numeric(27, 9),
  taken        numeric(27, 9) not null default 0 check (taken >= 0),
  settled      numeric(27, 9) not null default 0 check (settled >= 0),
  primary key (budget, period)
);

-- What a lease may cost, in the budget's currency; once settled, what it has cost.
create table fund_hold (
  lease        uuid            not null references lease,
  budget       uuid            not null,
  period       date            not null,
  organization uuid            not null references organization,
  amount       numeric(27, 9)  not null check (amount >= 0),
  per_unit     numeric(30, 15) not null check (per_unit > 0),
  held_at      timestamptz     not null,
  settled_at   timestamptz,
  primary key (lease, budget, period),
  foreign key (budget, period) references budget_period on delete cascade
);
create index fund_hold_open on fund_hold (budget, period) where settled_at is null;
create index fund_hold_budget on fund_hold (budget, period);
comment on column fund_hold.per_unit is 'The budget''s currency for one unit of the lease''s, at the reference rate of the day of the hold.';

-- Each threshold is told once in a period.
create table budget_notice (
  budget       uuid          not null references budget on delete cascade,
  period       date          not null,
  percent      numeric(6, 2) not null,
  action       varchar(5)    not null,
  organization uuid          not null references organization,
  told_at      timestamptz   not null,
  primary key (budget, period, percent, action)
);

-- What the charges of a hold come to, in the budget's currency and rounded up.
create function hold_spent(held fund_hold) returns numeric language sql stable as $$
  select ceil(coalesce(sum(charge.amount), 0) * held.per_unit * 1000000000) / 1000000000
  from budget_period join charge on charge.lease = held.lease and charge.from_at >= budget_period.begins_at
    and charge.from_at < budget_period.ends_at
  where budget_period.budget = held.budget and budget_period.period = held.period
$$;

create view budget_position with (security_invoker = true) as
select budget_period.*, settled + (
    select coalesce(sum(hold_spent(fund_hold)), 0) from fund_hold
    where fund_hold.budget = budget_period.budget and fund_hold.period = budget_period.period and settled_at is null) as spent
from budget_period;

-- Whoever writes a lease without its funds cannot commit it.
create function require_funds() returns trigger language plpgsql as $$
declare
  missing varchar;
begin
  select budget.name into missing from budget join workload on workload.id = new.workload
  where budget.organization = new.organization and budget.created_at < new.requested_at
    and (budget.project is null or budget.project = workload.project)
    and (budget.subject is null or budget.subject = workload.created_by)
    and not exists (select from fund_hold where fund_hold.lease = new.id and fund_hold.budget = budget.id)
  limit 1;
  if missing is not null then
    raise exception 'Lease % has no funds of the budget %.', new.id, missing;
  end if;
  return null;
end $$;
create constraint trigger lease_is_funded after insert on lease deferrable initially deferred
  for each row execute function require_funds();

-- Messages to webhooks are of an alert or of a budget.
alter table alert_delivery
  alter column alert drop not null,
  add column budget uuid references budget on delete cascade,
  add check ((alert is null) <> (budget is null));
select protect('alert_delivery', '(exists (select from alert where alert.id = alert_delivery.alert)
  or exists (select from budget where budget.id = alert_delivery.budget))');
