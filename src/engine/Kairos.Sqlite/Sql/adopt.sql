-- ?1 id, ?2 fence, ?3 session. One search by primary key. As after a hand-back, nothing is marked, and the attempts are those of
-- the occurrence that the row now plans. What is wanted when the hold ends stands.
update job set
    fence = fence + 1, mark_kind = 0, mark_at = null, held_due = null, held_at = null,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0) end
where id = ?1 and fence = ?2 and held = ?3
returning id, owner, kind, key, due, at, priority, fence, attempt, lost, version, max_attempts, trigger, settle, payload, ran
