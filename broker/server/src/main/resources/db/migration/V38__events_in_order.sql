-- Numbers are given out before transactions end: an event with a lower number may be committed after one with a higher number has been
-- read. Transactions that are over by their own order come in the same order to everybody: events follow each other by who wrote them,
-- and by number within one transaction.
create index event_in_order on event (organization, written_by, seq);
