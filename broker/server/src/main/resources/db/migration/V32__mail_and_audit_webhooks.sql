-- Whoever is named is told of a budget's thresholds by mail as well.
alter table budget add column mail_to varchar(254)[] not null default '{}';

-- Where an organization's chain is told. Messages are made of the entries after told_to.
create table audit_webhook (
  organization uuid          primary key references organization,
  url          varchar(2000) not null,
  host         varchar(255)  not null,
  secret       varchar(100)  not null,
  told_to      bigint        not null,
  changed_by   varchar(200)  not null,
  changed_at   timestamptz   not null
);
comment on column audit_webhook.host is 'Of the address, whose rest may hold a secret of the receiver: this stands in the chain.';

-- Messages are of an alert, of a budget or of a chain; to a webhook, or to a mailbox.
alter table alert_delivery
  alter column event drop not null,
  add column audit   uuid references audit_webhook on delete cascade,
  add column mail_to varchar(254),
  drop constraint alert_delivery_check,
  add constraint alert_delivery_is_of_one check (num_nonnulls(alert, budget, audit) = 1);
create index alert_delivery_budget on alert_delivery (budget, created_at desc) where budget is not null;
create index alert_delivery_audit on alert_delivery (audit, created_at desc) where audit is not null;
comment on column alert_delivery.event is 'Of alerts and budgets.';
select protect('alert_delivery', '(exists (select from alert where alert.id = alert_delivery.alert)
  or exists (select from budget where budget.id = alert_delivery.budget)
  or exists (select from audit_webhook where audit_webhook.organization = alert_delivery.audit))');
