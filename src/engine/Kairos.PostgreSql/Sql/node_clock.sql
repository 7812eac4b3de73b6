-- The offset probe: the only place that asks the database for its clock.
select clock_timestamp()
