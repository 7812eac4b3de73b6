-- $1 node. A search of job_node. The attempts are those of the occurrence that the row now plans.
select id, owner, kind, key, due, at, priority, fence,
       case when held_due is null or held_due = due then attempt
       else coalesce((select max(attempt) from kairos.run where run.shard = j.shard and job = id and run.due = j.due), 0) end,
       lost, version, max_attempts, trigger, settle, payload, ran
from kairos.job j
where node = $1
