-- ?1 at and ?2 id of the last row before, ?3 limit, ?4 kind, ?5 key, ?6 owner, ?7 state. Walks job_owner in its order.
select id, kind, owner, key, case when held is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from job indexed by job_owner
where owner = ?6 and (at, id) > (?1, ?2)
  and (?4 is null or kind = ?4) and (?5 is null or key = ?5)
  and (?7 is null or case when held is not null then 2 else state end = ?7)
order by at, id
limit ?3
