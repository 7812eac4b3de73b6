-- ?1 session. A search of job_held. The attempts are those of the occurrence that the row now plans.
select id, owner, kind, key, due, at, priority, fence,
       case when held_due is null or held_due = due then attempt
       else coalesce((select max(attempt) from run where job = id and run.due = job.due), 0) end,
       lost, version, max_attempts, trigger, settle, payload, ran
from job
where held = ?1
