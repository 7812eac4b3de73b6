-- ?1 from, ?2 until, ?3 limit, ?4 session. The inner select is a range of job_arm in its own order, and covered by it:
-- no sort, no row read twice. Then one search by primary key each. The rows come back in no promised order.
update job set held = ?4, fence = fence + 1
where id in (
    select id from job
    where held is null and state = 0 and at >= ?1 and at < ?2
    order by at, priority desc, id
    limit ?3)
returning id, owner, kind, key, due, at, priority, fence, attempt, lost, version, max_attempts, trigger, settle, payload, ran
