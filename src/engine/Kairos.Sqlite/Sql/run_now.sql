-- ?1 id, ?2 fence, ?3 due, ?4 at. One search by primary key. A new due is later than all that is recorded, so it has no attempts.
update job set
    due = ?3, at = ?4, version = version + 1, settle = 0, reason = null,
    state = 0, want = case when state = 3 then 3 else want end,
    attempt = case when due = ?3 then attempt else 0 end,
    lost = case when due = ?3 then lost else 0 end
where id = ?1 and fence = ?2 and held is null and state <> 1
