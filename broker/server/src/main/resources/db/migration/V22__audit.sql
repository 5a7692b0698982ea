-- Who did what, and to what: a chain for each organization, in which every entry is sealed together with the one before it. The
-- database numbers and seals entries itself, so that however many brokers write, there is one chain.
create table audit_entry (
  organization uuid          not null,
  seq          bigint        not null,
  at           timestamptz   not null,
  actor        varchar(255)  not null,
  actor_name   varchar(200)  not null,
  token        uuid,
  action       varchar(200)  not null,
  target       varchar(500)  not null,
  outcome      integer,
  request      varchar(64)   not null,
  reason       varchar(500),
  before       text,
  after        text,
  previous     varchar(64)   not null,
  hash         varchar(64)   not null,
  primary key (organization, seq)
);
create index audit_entry_request on audit_entry (organization, request);
create index audit_entry_actor on audit_entry (organization, actor, seq);
comment on column audit_entry.token is 'The API token that was used, where it was no person.';
comment on column audit_entry.outcome is 'The status of the reply; null for a change, which stands in a transaction that was committed.';
comment on column audit_entry.before is 'JSON; null where there was nothing before, and for requests.';

-- Each field with its length, so that no two entries read alike. The broker reckons the same to verify the chain.
create function audit_field(field text) returns text language sql immutable as $$
  select coalesce(char_length(field) || ':' || field, '-')
$$;
create function audit_hash(entry audit_entry) returns varchar language sql stable as $$
  select encode(sha256(convert_to(concat_ws(',', audit_field(entry.previous), audit_field(entry.organization::text),
    audit_field(entry.seq::text), audit_field(((extract(epoch from entry.at) * 1000000)::bigint)::text), audit_field(entry.actor),
    audit_field(entry.actor_name), audit_field(entry.token::text), audit_field(entry.action), audit_field(entry.target),
    audit_field(entry.outcome::text), audit_field(entry.request), audit_field(entry.reason), audit_field(entry.before),
    audit_field(entry.after)), 'UTF8')), 'hex')
$$;

-- Whoever comes second waits until the first has committed, and then reads what that one wrote.
create function audit_seal() returns trigger language plpgsql as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit ' || new.organization, 0));
  select seq, hash into last from audit_entry where organization = new.organization order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.previous := coalesce(last.hash, repeat('0', 64));
  new.at := clock_timestamp();
  new.hash := audit_hash(new);
  return new;
end $$;
create trigger audit_seal before insert on audit_entry for each row execute function audit_seal();
create trigger audit_entry_append_only before update or delete on audit_entry for each row execute function refuse_change();
create trigger audit_entry_never_emptied before truncate on audit_entry for each statement execute function refuse_change();

-- What a row says of itself in the chain: the columns that are named, and nothing else.
create function audit_excerpt(held jsonb, shown text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(key, value) from jsonb_each(held) where key = any (shown)
$$;

-- Runs at the end of the transaction, when it waits for nothing but the chain. tradewind.request says who asked; see Attribution.
create function audit_change() returns trigger language plpgsql as $$
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
    insert into audit_entry (organization, actor, actor_name, token, action, target, request, reason, before, after)
    values (
      coalesce(either ->> tg_argv[0], asked ->> 'organization')::uuid, asked ->> 'actor', asked ->> 'name', (asked ->> 'token')::uuid,
      tg_table_name || case tg_op when 'INSERT' then '.made' when 'UPDATE' then '.changed' else '.removed' end,
      left(coalesce(either ->> 'id', either ->> 'person', either ->> 'budget', either ->> 'site', either ->> 'name', ''), 500),
      asked ->> 'request', asked ->> 'reason', was::text, is_now::text);
  end if;
  return null;
end $$;

-- From now on a change of this table that somebody asked for stands in the chain.
create function audit(watched regclass, owner_column text, shown text[]) returns void language plpgsql as $$
declare
  does text := format('audit_change(%L, %L)', owner_column, shown::text);
begin
  if not exists (
    select from pg_trigger where tgrelid = watched and tgname = 'audit' and position(does in pg_get_triggerdef(oid)) > 0
  ) then
    execute format('drop trigger if exists audit on %s', watched);
    execute format(
      $t$create constraint trigger audit after insert or update or delete on %s deferrable initially deferred for each row
         when (coalesce(current_setting('tradewind.request', true), '') <> '') execute function %s$t$,
      watched, does);
  end if;
end $$;
