-- An agent to which its owner allows nothing would take a lease and fail it: what it discovered is not there to be leased.
alter table agent add column runs_nothing boolean not null default false;
