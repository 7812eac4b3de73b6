-- As mark, for what it has not returned: that is held no more, or somebody was just changing it. That this does not return is
-- held no more. One search by primary key each.
update kairos.job j set mark_kind = m.kind, mark_at = m.instant
from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::smallint[], $5::timestamptz[]) m(shard, id, fence, kind, instant)
where j.shard = m.shard and j.id = m.id and j.fence = m.fence
returning j.id, j.fence
