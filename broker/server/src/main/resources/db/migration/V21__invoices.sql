-- What is added to an invoice by law, as data: whoever keeps the books says what applies to whom.
create table tax_rule (
  organization uuid          not null references organization,
  name         varchar(100)  not null,
  percent      numeric(7, 4) not null check (percent between 0 and 100),
  primary key (organization, name)
);

-- A month of an organization in one currency. "net" is exact; it is rounded once, to what can be paid, and the difference is stated.
create table invoice (
  id           uuid primary key,
  number       bigint generated always as identity unique,
  organization uuid           not null references organization,
  month        date           not null,
  currency     char(3)        not null,
  net          numeric(27, 9) not null,
  rounding     numeric(27, 9) not null,
  tax          numeric(27, 9) not null,
  total        numeric(27, 9) not null check (total = net + rounding + tax),
  issued_at    timestamptz    not null,
  unique (organization, month, currency)
);
create table invoice_line (
  invoice       uuid           not null references invoice,
  place         integer        not null,
  organization  uuid           not null,
  kind          varchar(10)    not null check (kind in ('usage', 'refund')),
  project       uuid           not null,
  project_name  varchar(200)   not null,
  seller        varchar(63)    not null,
  region        varchar(200)   not null,
  instance_type varchar(200)   not null,
  rate          numeric(20, 9) not null,
  seconds       numeric(20, 6) not null,
  amount        numeric(27, 9) not null,
  primary key (invoice, place)
);
create table invoice_tax (
  invoice      uuid           not null references invoice,
  organization uuid           not null,
  name         varchar(100)   not null,
  percent      numeric(7, 4)  not null,
  amount       numeric(27, 9) not null,
  primary key (invoice, name)
);

-- The same for what a seller earned; the organization is the one whose site it is, if it is one.
create table payout (
  id           uuid primary key,
  number       bigint generated always as identity unique,
  seller       varchar(63)    not null,
  organization uuid           references organization,
  month        date           not null,
  currency     char(3)        not null,
  gross        numeric(27, 9) not null,
  take         numeric(27, 9) not null,
  rounding     numeric(27, 9) not null,
  total        numeric(27, 9) not null check (total = gross - take + rounding),
  issued_at    timestamptz    not null,
  unique (seller, month, currency)
);

-- Which entries of the books are on which paper: each once.
create table invoiced (
  entry        bigint primary key references ledger_entry,
  invoice      uuid not null references invoice,
  organization uuid not null
);
create table paid_out (
  entry  bigint primary key references ledger_entry,
  payout uuid not null references payout
);
select protect('paid_out', 'exists (select from payout where payout.id = paid_out.payout)');

do $$
declare
  paper text;
begin
  foreach paper in array array['invoice', 'invoice_line', 'invoice_tax', 'payout', 'invoiced', 'paid_out'] loop
    execute format('create trigger %1$s_append_only before update or delete on %1$s for each row execute function refuse_change()', paper);
    execute format('create trigger %1$s_never_emptied before truncate on %1$s for each statement execute function refuse_change()', paper);
  end loop;
end $$;

-- PostgreSQL rounds halves away from nothing.
create function half_even(amount numeric, decimals integer) returns numeric language sql immutable as $$
  select case when abs(scaled - trunc(scaled)) = 0.5 then trunc(scaled) + sign(scaled) * mod(abs(trunc(scaled)), 2) else round(scaled) end
    / power(10::numeric, decimals)
  from (select amount * power(10::numeric, decimals) as scaled) s
$$;
