-- $1 kinds. A search of job_parked: the cost is that of the rows put back.
update kairos.job set state = 0, reason = null where state = 1 and kind = any($1::text[])
