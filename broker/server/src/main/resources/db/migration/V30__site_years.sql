-- What an operator tells of a year of a site for its report under the EU Energy Efficiency Directive; what the broker metered is added.
create table site_year (
  organization uuid         not null references organization,
  site         uuid         not null references site,
  year         integer      not null check (year between 2000 and 9999),
  document     text         not null,
  changed_at   timestamptz  not null,
  changed_by   varchar(200) not null,
  primary key (site, year)
);

-- A site's usage by the day.
create index lease_provider on lease (provider);
