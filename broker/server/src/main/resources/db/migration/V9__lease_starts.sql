-- The last leases that ran, whose start is measured.
create index lease_started on lease (active_at desc) where active_at is not null;
