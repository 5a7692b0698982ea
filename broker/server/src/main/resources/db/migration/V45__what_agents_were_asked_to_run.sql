-- With what an agent was asked to go on: while brokers are replaced they carry different programs.
alter table agent add column upgrade_program varchar(64);

-- Agents that were there before V40 tell what they may run only when it changes.
select set_config('tradewind.tenant', 'broker', true);
update agent set own_only = true where inventory is not null and inventory::jsonb -> 'executors' = '["process"]'::jsonb;
select set_config('tradewind.tenant', '', true);

-- The broker's own.
select protect('feed_reading', 'false');
