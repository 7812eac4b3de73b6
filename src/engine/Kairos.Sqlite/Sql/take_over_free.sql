-- ?1 id, ?2 at, ?3 attempt, ?4 lost, ?5 settle, ?6 reason. One search by primary key. The fence stays: the next arm raises it.
update job set
    at = ?2, attempt = ?3, lost = ?4, settle = ?5, reason = ?6,
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null
where id = ?1
