-- ?1 id, ?2 fence, ?3 due, ?4 at, ?5 attempt, ?6 reason, ?7 whether the losses are kept, ?8 runs to count
-- As complete_next, for a row whose content was edited and its plan not, or that is to be paused. Run after the run was
-- recorded. One search by primary key of job, one of run.
update job set
    due = ?3, at = ?4, reason = ?6,
    attempt = max(?5, coalesce((select max(attempt) from run where job = ?1 and run.due = ?3), 0)),
    lost = case when ?7 then lost else 0 end,
    ran = ran + ?8,
    state = case when want >= 2 then 3 else 0 end, want = 0,
    held = null, settle = 0, mark_kind = 0, mark_at = null, held_due = null, held_at = null
where id = ?1 and fence = ?2 and held is not null and want <> 1
