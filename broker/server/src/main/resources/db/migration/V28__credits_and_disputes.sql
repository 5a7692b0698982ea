-- What an organization is given, and what it pays before it uses it. Balances are in the books: credit:GRANT and prepaid:ORGANIZATION.
create table credit_grant (
  id           uuid primary key,
  organization uuid           not null references organization,
  amount       numeric(27, 9) not null check (amount > 0),
  currency     char(3)        not null,
  granted_at   timestamptz    not null,
  expires_at   timestamptz,
  expired_at   timestamptz,
  reason       varchar(500)   not null,
  granted_by   varchar(200)   not null,
  check (expires_at > granted_at)
);
create index credit_grant_organization on credit_grant (organization, currency);
comment on column credit_grant.expires_at is 'It pays for what was used before.';
comment on column credit_grant.expired_at is 'When what was left of it went back.';

create table prepayment (
  id           uuid primary key,
  organization uuid           not null references organization,
  amount       numeric(27, 9) not null check (amount > 0),
  currency     char(3)        not null,
  reference    varchar(200)   not null,
  recorded_at  timestamptz    not null,
  recorded_by  varchar(200)   not null,
  unique (organization, reference)
);

alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check check (kind in ('charge', 'take', 'direct', 'refund', 'rounding', 'tax', 'payout',
  'grant', 'credit', 'expiry', 'topup', 'prepaid', 'adjustment'));

-- A credit lowers the net amount, and taxes with it; what was prepaid pays of the total.
alter table invoice drop constraint invoice_check;
alter table invoice
  add column credit  numeric(27, 9) not null default 0 check (credit >= 0),
  add column prepaid numeric(27, 9) not null default 0 check (prepaid >= 0),
  add constraint invoice_adds_up check (total = net - credit + rounding + tax),
  add constraint invoice_is_not_overpaid check (prepaid <= greatest(total, 0));

create function book_balance(account text, of_currency char) returns numeric language sql stable as $$
  select coalesce((select sum(amount) from ledger_entry where credit = account and currency = of_currency), 0)
    - coalesce((select sum(amount) from ledger_entry where debit = account and currency = of_currency), 0)
$$;

-- What may still be used of what was paid and given: without taxes, and without what is used and on no invoice yet.
create function prepaid_available(buyer uuid, of_currency char) returns numeric language sql stable as $$
  select trunc(book_balance('prepaid:' || buyer, of_currency)
      / (1 + coalesce((select sum(percent) from tax_rule where organization = buyer), 0) / 100), 9)
    + coalesce((select sum(book_balance('credit:' || id, of_currency)) from credit_grant
        where organization = buyer and currency = of_currency and expired_at is null), 0)
    - coalesce((select sum(case when kind = 'refund' then -amount else amount end) from ledger_entry
        where organization = buyer and currency = of_currency and kind in ('charge', 'take', 'refund')
          and not exists (select from invoiced where entry = seq)), 0)
$$;

-- A budget may be what was prepaid, whatever that is: then its amount follows the books.
alter table budget alter column period type varchar(10);
alter table budget drop constraint budget_period_check, drop constraint budget_amount_check;
alter table budget
  add constraint budget_period_check check (period in ('month', 'total', 'prepaid')),
  add constraint budget_amount_check check (amount > 0 or amount = 0 and period = 'prepaid'),
  add constraint budget_prepaid_is_of_all check (period <> 'prepaid' or project is null and subject is null);

-- Its amount is what is available and what it has spent, so that what is left is what is available.
create function follow_prepaid(buyer uuid) returns void language plpgsql as $$
declare
  kept record;
begin
  for kept in select id, currency from budget where organization = buyer and period = 'prepaid' order by id loop
    perform from budget_period where budget = kept.id for update;
    update budget set amount = greatest(0, prepaid_available(buyer, kept.currency) + coalesce((
      select sum(case when h.settled_at is null then hold_spent(h) else h.amount end) from fund_hold h join lease on lease.id = h.lease
      where h.budget = kept.id and lease.currency = kept.currency and lease.account is null), 0))
    where id = kept.id;
    update budget set
      block_above = (select min(trunc(amount * percent / 100, 9)) from budget_threshold where budget = kept.id and action <> 'warn'),
      stop_above = (select min(trunc(amount * percent / 100, 9)) from budget_threshold where budget = kept.id and action = 'stop')
    where id = kept.id;
    update budget_period p set block_above = b.block_above, stop_above = b.stop_above from budget b where b.id = kept.id and p.budget = b.id;
  end loop;
end $$;

create function books_move_prepaid() returns trigger language plpgsql as $$
declare
  buyer uuid;
begin
  for buyer in select distinct organization from fresh where kind not in ('charge', 'take', 'direct') and organization is not null loop
    perform follow_prepaid(buyer);
  end loop;
  return null;
end $$;
create trigger books_move_prepaid after insert on ledger_entry referencing new table as fresh
  for each statement execute function books_move_prepaid();

-- Somebody says that a charge, or a part in one, is wrong: its buyer, or its seller. The evidence is the usage as it stood then.
create table dispute (
  id           uuid primary key,
  organization uuid           not null references organization,
  side         varchar(10)    not null check (side in ('buyer', 'seller')),
  lease        uuid           not null references lease,
  from_at      timestamptz    not null,
  to_at        timestamptz    not null check (to_at > from_at),
  amount       numeric(27, 9) not null check (amount > 0),
  currency     char(3)        not null,
  reason       varchar(2000)  not null,
  evidence     text           not null,
  opened_at    timestamptz    not null,
  opened_by    varchar(200)   not null,
  state        varchar(10)    not null check (state in ('open', 'granted', 'refused')),
  granted      numeric(27, 9) check (granted > 0 and granted <= amount),
  decision     varchar(2000),
  decided_at   timestamptz,
  decided_by   varchar(200),
  check ((state = 'granted') = (granted is not null)),
  check ((state = 'open') = (decided_at is null))
);
create index dispute_newest on dispute (organization, opened_at desc, id);
create unique index dispute_one_open on dispute (organization, lease, side) where state = 'open';
