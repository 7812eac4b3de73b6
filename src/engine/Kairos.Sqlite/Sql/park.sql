-- ?1 id, ?2 fence, ?3 reason. As release, but out of the way of every arm.
update job set
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null, state = 1, reason = ?3,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0) end
where id = ?1 and fence = ?2 and held is not null
