-- A partition for each month of prices, in UTC, so that a month can be dropped as a whole. The default partition stays, for what
-- no month takes; rows that wait there move when their month is made.
create function price_months() returns table (name name, month date) language sql stable as $$
  select child.relname, to_date(right(child.relname, 7), 'YYYY_MM')
  from pg_inherits join pg_class child on child.oid = inhrelid
  where inhparent = 'price_change'::regclass and child.relname ~ '^price_change_\d{4}_\d{2}$'
$$;

-- Answers whether the month had to be made. Any number of brokers may ask at once.
create function make_price_month(wanted date) returns boolean language plpgsql as $$
declare
  first_day date := date_trunc('month', wanted)::date;
  begins timestamptz := first_day::timestamp at time zone 'UTC';
  ends timestamptz := (first_day + interval '1 month') at time zone 'UTC';
  partition text := 'price_change_' || to_char(first_day, 'YYYY_MM');
begin
  if exists (select from price_months() where month = first_day) then
    return false;
  end if;
  perform pg_advisory_xact_lock(hashtext('price_change'));
  if exists (select from price_months() where month = first_day) then
    return false;
  end if;
  lock table price_change in share row exclusive mode;
  execute format('create table %I (like price_change including defaults including constraints)', partition);
  if exists (select from price_change_rest where observed_at >= begins and observed_at < ends) then
    alter table price_change detach partition price_change_rest;
    alter table price_change_rest rename to price_change_moved;
    create table price_change_rest partition of price_change default;
    execute format('alter table price_change attach partition %I for values from (%L) to (%L)', partition, begins, ends);
    insert into price_change select * from price_change_moved;
    drop table price_change_moved;
  else
    execute format('alter table price_change attach partition %I for values from (%L) to (%L)', partition, begins, ends);
  end if;
  return true;
end $$;

-- Drops the months before a day, and answers how many. What an offer cost when a dropped month ended opens the next month that
-- stays, so that no offer that still stands loses its price; the row keeps its number, and so comes before all else of that moment.
create function drop_price_months(before date) returns integer language plpgsql as $$
declare
  stays date := date_trunc('month', before)::date;
  doomed record;
  dropped integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('price_change'));
  for doomed in
    select name, least(lead(month) over (order by month), stays) as next
    from price_months() where month < stays order by month
  loop
    perform make_price_month(doomed.next);
    execute format(
      'insert into price_change (seq, feed, offer, provider, region, zone, instance_type, accelerator, accelerator_count,
         capacity_type, price, currency, observed_at, source)
       select seq, feed, offer, provider, region, zone, instance_type, accelerator, accelerator_count,
         capacity_type, price, currency, $1, source
       from (select distinct on (feed, offer) * from %I order by feed, offer, observed_at desc, seq desc) latest
       where price is not null', doomed.name) using doomed.next::timestamp at time zone 'UTC';
    execute format('drop table %I', doomed.name);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

do $$
declare
  month date;
begin
  foreach month in array array(
    select distinct date_trunc('month', observed_at at time zone 'UTC')::date from price_change
    where observed_at >= timestamptz '2000-01-01 00:00Z' and observed_at < now() + interval '1 year')
  loop
    perform make_price_month(month);
  end loop;
end $$;
