-- $1 ended, $2 job, $3 due, $4 attempt of the first row that is too new, $5 limit, $6 outcome, $7 shard, $8 job, $9 owner, $10 kind
-- A range of the primary key of each partition, sorted by the end: the runs of one job.
select job, due, attempt, fence, at, started, ended, outcome, owner, kind, key, reason, notes
from kairos.run_all
where shard = $7 and job = $8 and (ended, job, due, attempt) < ($1, $2, $3, $4)
  and ($6::smallint is null or outcome = $6) and ($9::text is null or owner = $9) and ($10::text is null or kind = $10)
order by ended desc, job desc, due desc, attempt desc
limit $5
