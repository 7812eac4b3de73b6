-- $1 shard, $2 id, $3 fence, $4 whether the losses are kept. The row's own plan stands; run after the run was recorded, so
-- that an occurrence that is planned again counts on. The run was under the trigger before: the one that stands does not
-- count it.
update kairos.job j set
    attempt = coalesce((select max(r.attempt) from kairos.run r where r.shard = $1 and r.job = $2 and r.due = j.due), 0),
    lost = case when $4 then lost else 0 end,
    state = case when want >= 2 then 3 else 0 end, want = 0,
    node = null, fence = fence + 1, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0
where shard = $1 and id = $2 and fence = $3 and node is not null and want <> 1
