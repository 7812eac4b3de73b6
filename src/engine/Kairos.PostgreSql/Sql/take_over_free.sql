-- Arrays: $1 shard, $2 id, $3 fence, $4 at, $5 attempt (null counts them in the record), $6 lost, $7 settle, $8 reason, $9 runs
-- to count. One search by primary key each, after the runs were recorded. What was to be paused is paused now.
update kairos.job j set
    at = f.at, lost = f.lost, settle = f.settle, reason = f.reason, ran = j.ran + f.ran,
    attempt = coalesce(f.attempt, (select max(r.attempt) from kairos.run r where r.shard = j.shard and r.job = j.id and r.due = j.due), 0),
    state = case when want = 2 then 3 else 0 end, want = case when want = 2 then 0 else want end,
    node = null, fence = j.fence + 1, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0
from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::integer[], $6::integer[], $7::boolean[], $8::text[], $9::integer[])
    as f(shard, id, fence, at, attempt, lost, settle, reason, ran)
where j.shard = f.shard and j.id = f.id and j.fence = f.fence
