-- ?1 id, ?2 whether the losses are kept. The row's own plan stands; run after the run was recorded, so that an
-- occurrence that is planned again counts on.
update job set
    attempt = coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0),
    lost = case when ?2 then lost else 0 end,
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null
where id = ?1
