-- One offer's changes are found by its id; of a month, each id is kept once.
create index price_change_offer on price_change (offer);

-- How much of an offer its seller said to have, at each change of what was said. An offer without rows never was anything but
-- unknown. Of sites nothing stands here: what they have free follows from who leases there.
create table availability_change (
  seq   bigint generated always as identity primary key,
  feed  varchar(63)  not null,
  offer varchar(300) not null,
  state varchar(20)  not null check (state in ('available', 'limited', 'unavailable', 'no_quota', 'unknown')),
  at    timestamptz  not null
);
create index availability_change_offer on availability_change (offer, feed, seq);
create index availability_change_feed on availability_change (feed, offer, seq);
create index availability_change_at on availability_change (at);
