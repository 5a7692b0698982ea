-- What the accelerators of a lease did, as its agent's drivers told, about once a minute: all of the lease's devices together.
create table device_reading (
  lease           uuid             not null references lease,
  at              timestamptz      not null,
  organization    uuid             not null,
  devices         integer          not null check (devices > 0),
  utilisation     double precision check (utilisation between 0 and 1),
  watts           double precision check (watts >= 0),
  memory_used_mib bigint           check (memory_used_mib >= 0),
  primary key (lease, at)
);
comment on column device_reading.utilisation is 'The mean of the devices that told it, 0 to 1.';
comment on column device_reading.watts is 'Of all of them; null where one did not tell.';
create index device_reading_at on device_reading (at);
