-- ?1 id, ?2 fence, ?3 version, ?4 due, ?5 at, ?6 attempt, ?7 reason, ?8 whether the losses are kept, ?9 runs to count
-- One search by primary key of job, one of run. Nothing updated: complete_read tells why.
update job set
    due = ?4, at = ?5, reason = ?7,
    attempt = max(?6, coalesce((select max(attempt) from run where job = ?1 and run.due = ?4), 0)),
    lost = case when ?8 then lost else 0 end,
    ran = ran + ?9,
    held = null, settle = 0, mark_kind = 0, mark_at = null, held_due = null, held_at = null
where id = ?1 and fence = ?2 and version = ?3 and held is not null and want = 0
