-- $1 until, $2 limit, $3 node, $4 kinds that this node can run. A search of job_parked: rows that a node without these kinds
-- had claimed and put aside.
update kairos.job set node = $3, fence = fence + 1, state = 0, reason = null
where ctid = any(array(
    select ctid from kairos.job
    where state = 1 and node is null and kind = any($4::text[]) and at < $1
    limit $2
    for update skip locked))
returning id, owner, kind, key, due, at, priority, fence, attempt, lost, version, max_attempts, trigger, settle, payload, ran, ctid
