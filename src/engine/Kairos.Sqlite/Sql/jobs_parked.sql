-- ?1 at and ?2 id of the last row before, ?3 limit, ?4 kind, ?5 key. Walks job_parked and sorts.
select id, kind, owner, key, case when held is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from job indexed by job_parked
where state = 1 and (at, id) > (?1, ?2)
  and (?4 is null or kind = ?4) and (?5 is null or key = ?5)
order by at, id
limit ?3
