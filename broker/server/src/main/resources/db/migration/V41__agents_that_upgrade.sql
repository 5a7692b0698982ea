-- What an agent runs, by its SHA-256, and that it was asked to go on with what its broker carries.
alter table agent
  add column program          varchar(64),
  add column upgrade_asked_at timestamptz,
  add column upgrade_fault    varchar(300);
