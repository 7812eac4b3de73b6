-- $1 from, $2 until, $3 limit, $4 node. A range of job_arm in its own order, then a scan by ctid: 9 ms for 500 at any size
-- of the table. By a key of two columns it would be planned as a walk over the table. What others claim at this moment is
-- passed over, not waited for. The rows come back in no promised order. What is free is asked for within only, where
-- it is locked: asked for without as well, a table that was not analyzed yet would be walked along job_arm instead.
update kairos.job set node = $4, fence = fence + 1
where ctid = any(array(
    select ctid from kairos.job
    where node is null and state = 0 and at >= $1 and at < $2
    order by at, priority desc
    limit $3
    for update skip locked))
returning id, owner, kind, key, due, at, priority, fence, attempt, lost, version, max_attempts, trigger, settle, payload, ran, ctid
