-- Arrays: $1 shard, $2 id, $3 fence. One search by primary key each.
update kairos.job j set asked = 0
from unnest($1::smallint[], $2::uuid[], $3::bigint[]) h(shard, id, fence)
where j.shard = h.shard and j.id = h.id and j.fence = h.fence
