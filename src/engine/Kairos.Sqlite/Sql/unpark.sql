-- ?1 kind. A search of job_parked: the cost is that of the rows put back.
update job set state = 0, reason = null where state = 1 and kind = ?1
