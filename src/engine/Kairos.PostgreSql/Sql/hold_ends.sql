-- Arrays: $1 shard, $2 id, $3 fence. Holds whose jobs are to end with them. One search by primary key each.
select j.id, j.fence, j.owner
from unnest($1::smallint[], $2::uuid[], $3::bigint[]) h(shard, id, fence)
join kairos.job j on j.shard = h.shard and j.id = h.id and j.fence = h.fence
where j.want = 1
