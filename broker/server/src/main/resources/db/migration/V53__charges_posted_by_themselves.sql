-- What a charge is in the books: its seller's part, and the broker's, rounded once to the billionth, half up. Machines in an
-- organization's own accounts are paid by it to their seller: they are kept apart, and the broker is owed nothing.
create function charge_take(amount numeric, seller varchar, direct boolean, charged_at timestamptz) returns numeric
language sql stable as $$
  select case when direct then 0 else round(amount * coalesce((
    select percent from take_rate where take_rate.seller in (charge_take.seller, '*') and valid_from <= charged_at
    order by take_rate.seller = '*', valid_from desc limit 1), 0) / 100, 9) end
$$;

-- The view's join with the fresh rows was worked out over all charges that ever were, with every charge: the cost of a report of usage
-- grew with their number. From the fresh rows alone it does not.
create or replace function post_charges() returns trigger language plpgsql as $$
begin
  insert into ledger_entry (at, kind, debit, credit, amount, currency, organization, lease, from_at)
  select posted.from_at, part.kind, part.debit, part.credit, part.amount, posted.currency, posted.organization, posted.lease, posted.from_at
  from (
    select fresh.*, lease.provider as seller, lease.account is not null as direct,
      charge_take(fresh.amount, lease.provider, lease.account is not null, fresh.from_at) as take
    from fresh join lease on lease.id = fresh.lease offset 0) posted
  cross join lateral (values
    (case when direct then 'direct' else 'charge' end, case when direct then 'direct:' else 'receivable:' end || posted.organization,
      case when direct then 'direct:' else 'payable:' end || seller, posted.amount - take),
    ('take', 'receivable:' || posted.organization, 'revenue:' || seller, take)
  ) part (kind, debit, credit, amount)
  where part.amount > 0;
  return null;
end $$;

create or replace view charge_posting with (security_invoker = true) as
select charge.lease, charge.from_at, charge.organization, charge.amount, charge.currency, lease.provider as seller,
  lease.account is not null as direct, charge_take(charge.amount, lease.provider, lease.account is not null, charge.from_at) as take
from charge join lease on lease.id = charge.lease;
