-- ?1 session. A search of job_held.
select id, fence from job where held = ?1
