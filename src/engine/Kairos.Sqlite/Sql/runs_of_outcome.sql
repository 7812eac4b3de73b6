-- ?1 ended, ?2 job, ?3 due, ?4 attempt of the first row that is too new, ?5 limit, ?6 outcome (not succeeded), ?8 kind
-- Walks run_trouble backwards in its own order.
select run.job, run.due, run.attempt, run.fence, run.at, run.started, run.ended, run.outcome, run.owner, run.kind, run.key,
       run.reason, run.notes
from run indexed by run_trouble
where outcome = ?6 and outcome <> 1 and (ended, job, due, attempt) < (?1, ?2, ?3, ?4)
  and (?8 is null or kind = ?8)
order by ended desc, job desc, due desc, attempt desc
limit ?5
