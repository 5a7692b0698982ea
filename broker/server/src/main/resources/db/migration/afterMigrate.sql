-- After every migration: each table that belongs to an organization is closed to all others, whoever made the table.
do $$
declare
  owned regclass;
begin
  for owned in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
    where attname = 'organization' and not attisdropped and relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
      and not exists (select from pg_policy where polrelid = attrelid)
  loop
    perform protect(owned, 'organization = (select acting_organization())');
  end loop;
end $$;

-- Tables whose rows belong to whom the row belongs that they point at. Those that say "false" are for the broker alone.
do $$
declare
  rule record;
begin
  for rule in
    select * from (values
      ('organization', 'id = (select acting_organization())'),
      ('person', 'exists (select from member where member.person = person.id)'),
      ('placement', 'exists (select from workload where workload.id = placement.workload)'),
      ('log_line', 'exists (select from workload where workload.id = log_line.workload)'),
      ('machine', 'exists (select from lease where lease.id = machine.lease)'),
      ('assignment', 'exists (select from lease where lease.id = assignment.lease)'),
      ('agent', 'exists (select from site where site.id = agent.site)'),
      ('enrolment_token', 'exists (select from site where site.id = enrolment_token.site)'),
      ('alert_delivery', 'exists (select from alert where alert.id = alert_delivery.alert)'),
      ('agent_token', 'false'),
      ('agent_assertion', 'false')) as rules (name, condition)
    where to_regclass(name) is not null and not exists (select from pg_policy where polrelid = to_regclass(name))
  loop
    perform protect(rule.name::regclass, rule.condition);
  end loop;
end $$;

-- The role in which the broker reads and writes, where it would otherwise be one for which no policy holds.
do $$
begin
  if exists (select from pg_roles where rolname = 'tradewind_tenant') then
    execute format('grant usage on schema %I to tradewind_tenant', current_schema());
    execute format('grant select, insert, update, delete on all tables in schema %I to tradewind_tenant', current_schema());
    execute format('grant usage, select on all sequences in schema %I to tradewind_tenant', current_schema());
    if to_regclass('flyway_schema_history') is not null then
      revoke all on flyway_schema_history from tradewind_tenant;
    end if;
  end if;
end $$;

-- What people change stands in the chain of V22. A table of an organization that is not named here tells which row it is, its name and
-- its state. Never named: what is secret, and free text in which somebody may have written a secret (specifications, settings).
-- The last ones are written as machines run, by nobody's wish.
do $$
declare
  watched record;
begin
  for watched in
    with told (name, owner_column, shown) as (values
      ('organization', 'id', '{id,name,alias,issuer}'),
      ('project', 'organization', '{id,name}'),
      ('member', 'organization', '{person,source,roles,changed_by}'),
      ('api_token', 'organization', '{id,person,name,hint,roles,access,expires_at,revoked_at}'),
      ('secret', 'organization', '{id,name,changed_by,changed_at}'),
      ('account', 'organization', '{id,provider,name,state,version,disconnected_at}'),
      ('alert', 'organization', '{id,name,under,currency,state}'),
      ('workload', 'organization', '{id,project,name,kind,state,cancel_requested,created_by}'),
      ('batch', 'organization', '{id,project,created_by}'),
      ('site', 'organization', '{id,name,provider,operator,region,city,country,pue,power_headroom_kw,ask,currency,listing,terms}'),
      ('ask', 'organization', '{site,unit,document,changed_by}'),
      ('site_year', 'organization', '{site,year,document,changed_by}'),
      ('bid_rule', 'organization', '{site,document,changed_by}'),
      ('capacity_order', 'organization', '{id,name,quantity,hours,bids_until,state,accepted,created_by}'),
      ('bid', 'organization', '{id,capacity_order,seller,state,offer,price,currency,workloads}'),
      ('site_closure', 'organization', '{id,site,agent,kind,from_at,until_at,lifted_at,announced_by}'),
      ('claim', 'organization', '{id,site,agent,attribute,value,state,expires_at,verifier}'),
      ('enrolment_token', '', '{site,expires_at,spent_at}'),
      ('price_override', 'organization', '{place,seller,percent_off,changed_by}'),
      ('commitment', 'organization', '{place,seller,machines,marginal_price,currency,changed_by}'),
      ('budget', 'organization', '{id,project,subject,name,period,amount,currency,block_above,stop_above,mail_to}'),
      ('budget_threshold', 'organization', '{budget,percent,action}'),
      ('policy', 'organization', '{id,project,name,version,enabled,rules,note,changed_by,deleted_at}'),
      ('policy_validator', 'organization', '{url,timeout_ms,changed_by}'),
      ('audit_webhook', 'organization', '{host,changed_by}'),
      ('quota', 'organization', '{id,project,subject,accelerator,most}'),
      ('tax_rule', 'organization', '{name,percent}'),
      ('provider_bill', 'organization', '{id,provider,name,digest,lines,faults}'),
      ('credit_grant', 'organization', '{id,amount,currency,expires_at,expired_at,reason}'),
      ('prepayment', 'organization', '{id,amount,currency,reference}'),
      ('dispute', 'organization', '{id,side,lease,amount,currency,reason,state,granted,decision}'),
      ('ledger_entry', 'organization', '{kind,lease,amount,currency,cause,memo}'))
    select * from told where to_regclass(name) is not null
    union all
    select relname, 'organization', '{id,name,state}' from pg_class join pg_attribute on attrelid = pg_class.oid
    where attname = 'organization' and not attisdropped and relkind = 'r' and relnamespace = current_schema()::regnamespace
      and relname not in (select name from told)
      and relname not in ('audit_entry', 'audit_waiting', 'event', 'lease', 'usage', 'charge', 'lease_total', 'sealed_value', 'budget_period', 'fund_hold', 'budget_notice',
        'invoice', 'invoice_line', 'invoice_tax', 'invoiced', 'payout', 'bill_line', 'bill_fault',
        'policy_version', 'policy_validator_answer', 'device_reading')
  loop
    perform audit(watched.name::regclass, watched.owner_column, watched.shown::text[]);
  end loop;
  if exists (select from pg_roles where rolname = 'tradewind_tenant') then
    revoke update, delete, truncate on audit_entry, audit_waiting from tradewind_tenant;
    revoke insert on audit_entry from tradewind_tenant;
  end if;
end $$;
