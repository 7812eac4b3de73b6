-- ?1 ended, ?2 job, ?3 due, ?4 attempt of the first row that is too new, ?5 limit, ?6 outcome, ?7 owner, ?8 kind, ?9 job
-- A range of the primary key, sorted by the end: the runs of one job.
select run.job, run.due, run.attempt, run.fence, run.at, run.started, run.ended, run.outcome, run.owner, run.kind, run.key,
       run.reason, run.notes
from run
where job = ?9 and (ended, job, due, attempt) < (?1, ?2, ?3, ?4)
  and (?6 is null or outcome = ?6) and (?7 is null or owner = ?7) and (?8 is null or kind = ?8)
order by ended desc, job desc, due desc, attempt desc
limit ?5
