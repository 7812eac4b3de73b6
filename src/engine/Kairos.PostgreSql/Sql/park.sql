-- Arrays: $1 shard, $2 id, $3 fence; $4 reason. As release, but out of the way of every arm. What is to be paused is out of its
-- way as well; what is to end is left.
update kairos.job j set
    node = null, fence = j.fence + 1, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0, reason = $4,
    state = case when want >= 2 then 3 else 1 end, want = case when want >= 2 then 0 else want end,
    lost = case when held_due is null or held_due = due then lost else 0 end,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(r.attempt) from kairos.run r where r.shard = j.shard and r.job = j.id and r.due = j.due), 0) end
from unnest($1::smallint[], $2::uuid[], $3::bigint[]) h(shard, id, fence)
where j.shard = h.shard and j.id = h.id and j.fence = h.fence and j.want <> 1
