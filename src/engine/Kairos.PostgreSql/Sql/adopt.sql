-- Arrays: $1 shard, $2 id, $3 fence. One search by primary key each. Its claim: what was to end the hold and comes later is
-- refused; what has the row at this moment is passed over, it may be committing. As after a hand-back, nothing is marked, and
-- the attempts are those of the occurrence that the row now plans. What is wanted and asked of the hold stands.
update kairos.job j set
    fence = j.fence + 1, mark_kind = 0, mark_at = null, held_due = null, held_at = null,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(r.attempt) from kairos.run r where r.shard = j.shard and r.job = j.id and r.due = j.due), 0) end
from unnest($1::smallint[], $2::uuid[], $3::bigint[]) h(shard, id, fence)
cross join lateral (
    select x.ctid from kairos.job x where x.shard = h.shard and x.id = h.id and x.fence = h.fence offset 0 for update skip locked) p(place)
where j.ctid = p.place and j.fence = h.fence
returning j.id, owner, kind, key, due, at, priority, j.fence, attempt, lost, version, max_attempts, trigger, settle, payload, ran, j.ctid
