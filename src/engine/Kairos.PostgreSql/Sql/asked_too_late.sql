-- Arrays: $1 shard, $2 id, $3 fence, $4 what was asked when it was read. One search by primary key each. What was asked stays
-- written, as answered; what has been asked since is another ask, and nobody has read it.
update kairos.job j set asked = j.asked + 10
from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::smallint[]) h(shard, id, fence, asked)
where j.shard = h.shard and j.id = h.id and j.fence = h.fence and j.asked = h.asked
