-- The newest reading of each feed that brokers share, and whose turn it is to ask the provider.
create table feed_reading (
  feed text primary key,
  broker uuid not null,
  until timestamptz not null,
  version bigint not null default 0,
  -- The last one that succeeded, compressed; null before it.
  offers bytea,
  -- Of the last try; null when it succeeded.
  fault text,
  failure text,
  check ((fault is null) = (failure is null))
);
