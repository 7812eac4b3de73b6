-- ?1 owner, ?2 kind, ?3 key. One search of job_key, then by primary key.
select id, kind, owner, key, case when held is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from job
where owner = ?1 and kind = ?2 and key = ?3
