-- ?1 id, ?2 fence, ?3 whether the losses are kept. The row's own plan stands; run after the run was recorded, so that an
-- occurrence that is planned again counts on. The run was under the trigger before: the one that stands does not count it.
update job set
    attempt = coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0),
    lost = case when ?3 then lost else 0 end,
    state = case when want >= 2 then 3 else 0 end, want = 0,
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null
where id = ?1 and fence = ?2 and held is not null and want <> 1
