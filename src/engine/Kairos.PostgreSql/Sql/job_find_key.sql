-- $1 shard, $2 owner, $3 kind, $4 key. One search of job_key.
select id, kind, owner, key, case when node is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from kairos.job
where shard = $1 and owner = $2 and kind = $3 and key = $4
