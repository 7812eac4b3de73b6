-- Which of these runs are in the record, arrays: $1 shard, $2 job, $3 fence, $4 due, $5 outcome, $6 ended. A range of the primary key
-- each: the attempts of one occurrence.
select e.job, e.fence
from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::smallint[], $6::timestamptz[]) as e(shard, job, fence, due, outcome, ended)
cross join lateral (
    select 1 from kairos.run r
    where r.shard = e.shard and r.job = e.job and r.due = e.due and r.fence = e.fence and r.outcome = e.outcome and r.ended = e.ended
    offset 0) there
