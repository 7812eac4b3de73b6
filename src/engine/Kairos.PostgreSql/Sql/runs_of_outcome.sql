-- $1 ended, $2 job, $3 due, $4 attempt of the first row that is too new, $5 limit, $6 outcome (not succeeded), $7 kind
-- Walks run_trouble of each partition backwards in its own order: that it is not succeeded the planner sees by itself, and
-- said once more it would count twice.
select job, due, attempt, fence, at, started, ended, outcome, owner, kind, key, reason, notes
from kairos.run_all
where outcome = $6 and (ended, job, due, attempt) < ($1, $2, $3, $4) and ended <= $1
  and ($7::text is null or kind = $7)
order by ended desc, job desc, due desc, attempt desc
limit $5
