-- $1 at and $2 id of the last row before, $3 limit, $4 kind, $5 key, $6 shard, $7 owner. A search of job_parked, sorted.
select id, kind, owner, key, case when node is not null then 2 else state end, due, at, priority, attempt, version, fence, reason,
       trigger, payload, ran
from kairos.job
where state = 1 and at >= $1 and (at, id) > ($1, $2)
  and ($4::text is null or kind = $4) and ($5::text is null or key = $5) and ($6::smallint is null or shard = $6) and ($7::text is null or owner = $7)
order by at, id
limit $3
