-- A chain lets one writer at a time through, until it has committed: everything an organization did waited for the disk in turn. What
-- is to be told now stands here first, in the transaction that it tells of, beside all others; it is sealed into its chain soon after,
-- many at once, and before anybody reads. That is one transaction: an entry is here or there, never in both or in neither.
create table audit_waiting (
  id           bigint        generated always as identity primary key,
  organization uuid          not null,
  at           timestamptz   not null default clock_timestamp(),
  actor        varchar(255)  not null,
  actor_name   varchar(200)  not null,
  token        uuid,
  action       varchar(200)  not null,
  target       varchar(500)  not null,
  outcome      integer,
  request      varchar(64)   not null,
  reason       varchar(500),
  before       text,
  after        text
);
create index audit_waiting_organization on audit_waiting (organization, id);
create trigger audit_waiting_unchanged before update on audit_waiting for each row execute function refuse_change();
create trigger audit_waiting_never_emptied before truncate on audit_waiting for each statement execute function refuse_change();

-- An entry keeps the time at which it was written; only its number, its hash and the one before are given here.
create or replace function audit_seal() returns trigger language plpgsql as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit ' || new.organization, 0));
  select seq, hash into last from audit_entry where organization = new.organization order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.previous := coalesce(last.hash, repeat('0', 64));
  new.at := coalesce(new.at, clock_timestamp());
  new.hash := audit_hash(new);
  return new;
end $$;

-- How many were sealed. Those whose transactions have not committed yet are not seen, and come next time.
create function audit_seal_waiting(of uuid) returns bigint language plpgsql as $$
declare
  sealed bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit ' || of, 0));
  with due as (
    delete from audit_waiting where organization = of returning *
  )
  insert into audit_entry (organization, at, actor, actor_name, token, action, target, outcome, request, reason, before, after)
  select organization, at, actor, actor_name, token, action, target, outcome, request, reason, before, after from due order by id;
  get diagnostics sealed = row_count;
  return sealed;
end $$;

create or replace function audit_change() returns trigger language plpgsql as $$
declare
  asked  jsonb  := convert_from(decode(current_setting('tradewind.request'), 'hex'), 'UTF8');
  shown  text[] := tg_argv[1]::text[];
  held   jsonb  := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  holds  jsonb  := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  was    jsonb  := audit_excerpt(held, shown);
  is_now jsonb  := audit_excerpt(holds, shown);
  either jsonb  := coalesce(holds, held);
begin
  if was is distinct from is_now then
    insert into audit_waiting (organization, actor, actor_name, token, action, target, request, reason, before, after)
    values (
      coalesce(either ->> tg_argv[0], asked ->> 'organization')::uuid, asked ->> 'actor', asked ->> 'name', (asked ->> 'token')::uuid,
      tg_table_name || case tg_op when 'INSERT' then '.made' when 'UPDATE' then '.changed' else '.removed' end,
      left(coalesce(either ->> 'id', either ->> 'person', either ->> 'budget', either ->> 'site', either ->> 'name', ''), 500),
      asked ->> 'request', asked ->> 'reason', was::text, is_now::text);
  end if;
  return null;
end $$;

-- Nobody else takes anything away: the broker's role may not (afterMigrate).
alter function audit_seal_waiting(uuid) security definer;
alter function audit_seal_waiting(uuid) set search_path from current;
