-- ?1 id, ?2 at, ?3 attempt, ?4 lost, ?5 settle, ?6 reason, ?7 runs to count. One search by primary key. The fence stays: the next arm raises it.
-- What was to be paused is paused now.
update job set
    at = ?2, attempt = ?3, lost = ?4, settle = ?5, reason = ?6, ran = ran + ?7,
    state = case when want = 2 then 3 else 0 end, want = case when want = 2 then 0 else want end,
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null
where id = ?1
