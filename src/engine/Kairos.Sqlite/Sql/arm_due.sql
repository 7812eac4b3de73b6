-- ?1 from, ?2 until, ?3 limit. A range of job_arm in its own order, which needs no sort; each row is then read by
-- primary key.
select id, owner, kind, key, due, at, priority, fence, attempt, lost, version, max_attempts, trigger, settle, payload
from job
where held is null and state = 0 and at >= ?1 and at < ?2
order by at, priority desc, id
limit ?3
