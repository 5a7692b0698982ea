-- What of a seller's earnings the broker keeps, from when on; the seller * is every other one.
create table take_rate (
  seller     varchar(63)   not null,
  valid_from timestamptz   not null,
  percent    numeric(7, 4) not null check (percent between 0 and 100),
  changed_at timestamptz   not null,
  changed_by varchar(200)  not null,
  primary key (seller, valid_from)
);
select protect('take_rate', 'false');
create trigger take_rate_append_only before update or delete on take_rate for each row execute function refuse_change();
create trigger take_rate_never_emptied before truncate on take_rate for each statement execute function refuse_change();

-- Double entry: a row moves an amount of one currency from the account that it credits to the one that it debits. So every row is
-- balanced, and so is every sum of rows. A charge is its entries by (lease, from_at); all others name what caused them.
create table ledger_entry (
  seq          bigint generated always as identity primary key,
  at           timestamptz    not null,
  posted_at    timestamptz    not null default now(),
  kind         varchar(12)    not null check (kind in ('charge', 'take', 'direct', 'refund', 'rounding', 'tax', 'payout')),
  debit        varchar(120)   not null,
  credit       varchar(120)   not null check (credit <> debit),
  amount       numeric(27, 9) not null check (amount > 0),
  currency     char(3)        not null,
  organization uuid,
  lease        uuid,
  from_at      timestamptz,
  cause        uuid,
  memo         text,
  check ((kind in ('charge', 'take', 'direct')) = (from_at is not null)),
  check ((from_at is null) = (cause is not null)),
  check (from_at is null or lease is not null)
);
create unique index ledger_charge_once on ledger_entry (lease, from_at, kind);
create unique index ledger_cause_once on ledger_entry (cause, kind, debit, credit) where cause is not null;
create index ledger_debit on ledger_entry (debit, currency) include (amount);
create index ledger_credit on ledger_entry (credit, currency) include (amount);
create index ledger_statement on ledger_entry (organization, at);
create trigger ledger_append_only before update or delete on ledger_entry for each row execute function refuse_change();
create trigger ledger_never_emptied before truncate on ledger_entry for each statement execute function refuse_change();
comment on column ledger_entry.organization is 'The buyer; null where there is none.';

-- The broker's part of a charge, rounded once to the billionth, half up; what is left is the seller's. Machines in an organization's
-- own accounts are paid by it to their seller: they are kept apart, and the broker is owed nothing.
create view charge_posting with (security_invoker = true) as
select charge.lease, charge.from_at, charge.organization, charge.amount, charge.currency, lease.provider as seller,
  lease.account is not null as direct,
  case when lease.account is not null then 0 else round(charge.amount * coalesce((
    select percent from take_rate where seller in (lease.provider, '*') and valid_from <= charge.from_at
    order by seller = '*', valid_from desc limit 1), 0) / 100, 9) end as take
from charge join lease on lease.id = charge.lease;

create view charge_entry with (security_invoker = true) as
select from_at as at, case when direct then 'direct' else 'charge' end as kind,
  case when direct then 'direct:' else 'receivable:' end || organization as debit,
  case when direct then 'direct:' else 'payable:' end || seller as credit, amount - take as amount, currency, organization, lease, from_at
from charge_posting where amount > take
union all
select from_at, 'take', 'receivable:' || organization, 'revenue:' || seller, take, currency, organization, lease, from_at
from charge_posting where take > 0;

-- Every charge is in the books in the transaction that writes it.
create function post_charges() returns trigger language plpgsql as $$
begin
  insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, from_at)
  select e.at, e.kind, e.debit, e.credit, e.amount, e.currency, e.organization, e.lease, e.from_at
  from charge_entry e join fresh on fresh.lease = e.lease and fresh.from_at = e.from_at;
  return null;
end $$;
create trigger charge_is_posted after insert on charge referencing new table as fresh
  for each statement execute function post_charges();

-- What was charged before there were books.
select set_config('tradewind.tenant', 'broker', true);
insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, from_at)
select at, kind, debit, credit, amount, currency, organization, lease, from_at from charge_entry;
select set_config('tradewind.tenant', '', true);

-- What an organization has spent in a month.
create index charge_organization on charge (organization, from_at);
