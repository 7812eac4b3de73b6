-- ?1 id, ?2 owner. One search by primary key.
select id, kind, owner, key, case when held is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from job
where id = ?1 and owner = ?2
