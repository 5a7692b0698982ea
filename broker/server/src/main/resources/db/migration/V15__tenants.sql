-- Who may act for which organization. A person is known by what their issuer calls them; the owner of a standalone broker is one too.
alter table organization
  add column alias  varchar(60) unique check (alias ~ '^[a-z0-9][a-z0-9-]*$'),
  add column issuer varchar(500);
alter table project add unique (organization, name);
comment on column organization.alias is 'What groups and organizations of the issuer are called that lead here.';
comment on column organization.issuer is 'Whose word counts for this organization; null: the one that the portal signs in with.';

create table person (
  id         uuid primary key,
  issuer     varchar(500) not null,
  subject    varchar(255) not null,
  name       varchar(200) not null,
  email      varchar(320),
  created_at timestamptz  not null,
  seen_at    timestamptz  not null,
  unique (issuer, subject)
);
create index person_email on person (lower(email));

-- Granted here, or told by the issuer at the last sign-in: each source replaces its own row alone.
create table member (
  organization uuid          not null references organization,
  person       uuid          not null references person,
  source       varchar(10)   not null check (source in ('granted', 'issuer')),
  roles        varchar(30)[] not null check (roles <@ array['viewer', 'developer', 'platform_admin', 'finance', 'auditor',
                                                            'provider_operator', 'broker_admin']::varchar(30)[]),
  changed_at   timestamptz   not null,
  changed_by   varchar(200)  not null,
  primary key (organization, person, source)
);
create index member_person on member (person);

insert into person (id, issuer, subject, name, created_at, seen_at)
values ('00000000-0000-4000-8000-000000000003', 'standalone', 'owner', 'Owner', now(), now());
insert into member (organization, person, source, roles, changed_at, changed_by)
values ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000003', 'granted',
        array['viewer', 'developer', 'platform_admin', 'finance', 'auditor', 'provider_operator', 'broker_admin'], now(), 'owner');

-- For programs: only the hash is kept, and what the token may do at most.
create table api_token (
  id           uuid primary key,
  organization uuid          not null references organization,
  project      uuid          not null references project,
  person       uuid          not null references person,
  name         varchar(200)  not null,
  hash         varchar(64)   not null unique,
  hint         varchar(20)   not null,
  roles        varchar(30)[] not null,
  access       varchar(5)    not null check (access in ('read', 'write')),
  created_at   timestamptz   not null,
  expires_at   timestamptz   not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index api_token_newest on api_token (organization, created_at desc, id);

-- In whose name a transaction acts: an organization, the broker itself, or nobody, who sees nothing. "tradewind.tenant" is set for
-- one transaction at a time.
create function acting_organization() returns uuid language sql stable as $$
  select nullif(nullif(current_setting('tradewind.tenant', true), ''), 'broker')::uuid
$$;
create function acting_for_broker() returns boolean language sql stable as $$
  select coalesce(current_setting('tradewind.tenant', true) = 'broker', false)
$$;

-- Rows are for those for whom the condition holds, and for the broker. Owners of tables are held to it too.
create function protect(guarded regclass, condition text) returns void language plpgsql as $$
declare
  rule text := format('(select acting_for_broker()) or %s', condition);
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('alter table %s force row level security', guarded);
  execute format('drop policy if exists tenant on %s', guarded);
  execute format('create policy tenant on %s using (%s) with check (%s)', guarded, rule, rule);
end $$;

-- Months of prices come and go while the broker runs, whose role owns no table.
alter function make_price_month(date) security definer;
alter function drop_price_months(date) security definer;
alter function make_price_month(date) set search_path from current;
alter function drop_price_months(date) set search_path from current;
