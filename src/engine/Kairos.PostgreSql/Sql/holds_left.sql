-- Arrays: $1 shard, $2 id, $3 fence. Holds that a release or a park has left, for their jobs were to end; where a replace has
-- taken that back since, they stand all the same. One search by primary key each.
select h.id, h.fence, j.owner
from unnest($1::smallint[], $2::uuid[], $3::bigint[]) h(shard, id, fence)
cross join lateral (select x.owner, x.fence, x.node from kairos.job x where x.shard = h.shard and x.id = h.id offset 0) j
where j.fence = h.fence and j.node is not null
