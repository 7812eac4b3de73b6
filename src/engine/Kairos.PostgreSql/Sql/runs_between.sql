-- $1 ended, $2 job, $3 due, $4 attempt of the first row that is too new, $5 limit, $6 outcome, $7 ended no earlier than this, $8 kind
-- Over all owners: the blocks of run_ended that reach into the span, sorted. The caller widens the span until it has enough.
select job, due, attempt, fence, at, started, ended, outcome, owner, kind, key, reason, notes
from kairos.run_all
where ended >= $7 and (ended, job, due, attempt) < ($1, $2, $3, $4) and ended <= $1
  and ($6::smallint is null or outcome = $6) and ($8::text is null or kind = $8)
order by ended desc, job desc, due desc, attempt desc
limit $5
