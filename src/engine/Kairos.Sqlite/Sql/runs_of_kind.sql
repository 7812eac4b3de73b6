-- ?1 ended, ?2 job, ?3 due, ?4 attempt of the first row that is too new, ?5 limit, ?6 outcome, ?8 kind
-- Walks run_kind backwards in its own order.
select run.job, run.due, run.attempt, run.fence, run.at, run.started, run.ended, run.outcome, run.owner, run.kind, run.key,
       run.reason, run.notes
from run indexed by run_kind
where kind = ?8 and (ended, job, due, attempt) < (?1, ?2, ?3, ?4)
  and (?6 is null or outcome = ?6)
order by ended desc, job desc, due desc, attempt desc
limit ?5
