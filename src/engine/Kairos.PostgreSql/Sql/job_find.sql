-- $1 shard, $2 id, $3 owner. One search by primary key.
select id, kind, owner, key, case when node is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from kairos.job
where shard = $1 and id = $2 and owner = $3
