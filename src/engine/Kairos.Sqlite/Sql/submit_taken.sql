-- ?1 owner, ?2 kind, ?3 key. One search of job_key, which holds the id: the row is not read.
select id from job where owner = ?1 and kind = ?2 and key = ?3
