-- An agent that runs plain processes and nothing else refuses what is not its own organization's: its machine is not there for others.
alter table agent add column own_only boolean not null default false;
