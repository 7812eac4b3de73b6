-- ?1 kind, ?2 from, ?3 until. A range of job_quiet; the row tells whether it is waiting or held.
select distinct at from job indexed by job_quiet
where quiets = 1 and kind = ?1 and at >= ?2 and at < ?3 and state = 0
order by at
