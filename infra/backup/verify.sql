-- Whether the books and the chains of the audit hold together, and what there is. Fails where they do not. Read-only; as the broker:
--   PGOPTIONS='-c tradewind.tenant=broker' psql --set=ON_ERROR_STOP=1 --file=infra/backup/verify.sql "$TRADEWIND_DATABASE_URL"
set default_transaction_read_only = on;
do $$
declare
  wrong text;
begin
  select string_agg(format('%s at %s', lease, from_at), ', ') into wrong from (
    select charge.lease, charge.from_at from charge
      left join ledger_entry entry on entry.lease = charge.lease and entry.from_at = charge.from_at and entry.currency = charge.currency
      group by charge.lease, charge.from_at having coalesce(sum(entry.amount), 0) <> max(charge.amount)
    union all
    select entry.lease, entry.from_at from ledger_entry entry where entry.from_at is not null
      and not exists (select from charge where charge.lease = entry.lease and charge.from_at = entry.from_at)
    limit 5) as differing;
  if wrong is not null then
    raise exception 'Charges and books differ: %', wrong;
  end if;

  -- Backups of brokers before V54 have none.
  if to_regclass('lease_total') is not null then
    execute $sums$
      select string_agg(lease::text, ', ') from (
        select lease from (select lease, sum(amount) as amount from charge group by lease) as real full join lease_total kept using (lease)
        where real.amount is distinct from kept.amount limit 5) as differing $sums$ into wrong;
  end if;
  if wrong is not null then
    raise exception 'Charges and kept totals differ: %', wrong;
  end if;

  select string_agg(format('%s of %s', seq, organization), ', ') into wrong from (
    select organization, seq from (
      select entry.organization, entry.seq, entry.hash <> audit_hash(entry) as changed,
        entry.previous <> coalesce(lag(entry.hash) over chain, repeat('0', 64)) as cut,
        entry.seq <> coalesce(lag(entry.seq) over chain, 0) + 1 as missing
      from audit_entry entry window chain as (partition by entry.organization order by entry.seq)) as links
    where changed or cut or missing order by organization, seq limit 5) as broken;
  if wrong is not null then
    raise exception 'The audit''s chain does not hold at %', wrong;
  end if;
end $$;

select told from (
  (select 1 as part, 'schema ' || version as told from flyway_schema_history where version is not null order by installed_rank desc limit 1)
  union all select 2, 'workloads ' || count(*) from workload
  union all select 3, 'open leases ' || count(*) from lease where state <> 'closed'
  union all select 4, 'charges ' || count(*) from charge
  union all select 5, format('balance %s %s %s', name, sum(amount), currency) from (
    select split_part(debit, ':', 1) as name, amount, currency from ledger_entry
    union all select split_part(credit, ':', 1), -amount, currency from ledger_entry) as sides
    group by name, currency having sum(amount) <> 0
  union all select 6, format('audit %s %s %s', organization, seq, hash) from audit_entry entry
    where seq = (select max(seq) from audit_entry other where other.organization = entry.organization)) as state
order by part, told;
