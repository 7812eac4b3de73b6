-- Arrays: $1 shard, $2 id, $3 fence, $4 kind of mark, $5 instant. One search by primary key each, apart from the change as in
-- complete_once; no index is touched. A row that somebody is changing at this moment is passed over.
update kairos.job j set mark_kind = m.kind, mark_at = m.instant
from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::smallint[], $5::timestamptz[]) m(shard, id, fence, kind, instant)
cross join lateral (select x.ctid from kairos.job x where x.shard = m.shard and x.id = m.id offset 0) p(place)
where j.ctid = p.place and j.fence = m.fence
returning j.id, j.fence
