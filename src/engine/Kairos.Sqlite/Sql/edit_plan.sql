-- ?1 id, ?2 fence, ?3 due, ?4 at, ?5 trigger. One search by primary key; the rest is as in submit_replace.
update job set
    due = ?3, at = ?4, trigger = ?5, ran = 0, settle = 0, reason = null,
    state = case when held is null and (state = 3 or want = 3) then 3 else 0 end,
    want = case when held is not null and want >= 2 then 2 else 0 end,
    held_due = case when held is null then null else coalesce(held_due, due) end,
    held_at = case when held is null then null else coalesce(held_at, at) end,
    attempt = case when held is not null or due = ?3 then attempt
              else coalesce((select max(attempt) from run where job = ?1 and due = ?3), 0) end,
    lost = case when held is not null or due = ?3 then lost else 0 end
where id = ?1 and fence = ?2
