-- Reference exchange rates, a set for each working day: how many units of a currency one euro was worth.
create table exchange_rate (
  day            date    not null,
  source         text    not null,
  currency       char(3) not null,
  units_per_euro numeric not null check (units_per_euro > 0),
  primary key (day, source, currency)
);
