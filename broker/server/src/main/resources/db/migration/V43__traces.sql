-- Where a submission was in its caller's trace, as W3C Trace Context writes it; null where nothing was traced.
alter table workload add column traceparent text;
alter table lease add column traceparent text;
