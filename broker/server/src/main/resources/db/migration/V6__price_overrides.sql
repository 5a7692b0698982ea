-- What an organization pays in place of the prices that everybody sees. The first rule that fits holds.
create table price_override (
  organization  uuid         not null references organization,
  place         integer      not null,
  seller        varchar(63)  not null,
  region        varchar(200),
  instance_type varchar(200),
  accelerator   varchar(200),
  capacity_type varchar(20),
  percent_off   numeric check (percent_off > 0 and percent_off < 100),
  fixed_price   numeric(20, 9) check (fixed_price > 0),
  currency      char(3),
  valid_from    timestamptz,
  valid_to      timestamptz,
  note          text         not null,
  changed_at    timestamptz  not null,
  changed_by    varchar(200) not null,
  primary key (organization, place),
  check ((percent_off is null) <> (fixed_price is null)),
  check ((fixed_price is null) = (currency is null)),
  check (valid_from is null or valid_to is null or valid_from < valid_to)
);
