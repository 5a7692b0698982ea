-- What an organization's validator said at last, for those who look after it.
create table policy_validator_answer (
  seq          bigint       generated always as identity primary key,
  organization uuid         not null references organization,
  at           timestamptz  not null,
  outcome      varchar(10)  not null check (outcome in ('allowed', 'refused', 'failed')),
  detail       varchar(600) not null,
  workloads    integer      not null,
  took_ms      integer      not null
);
create index policy_validator_answer_newest on policy_validator_answer (organization, seq desc);
