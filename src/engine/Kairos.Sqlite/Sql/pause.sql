-- ?1 id, ?2 fence. One search by primary key. Gives the hold up, if there is one, as release does.
update job set
    state = 3, want = 0,
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null,
    lost = case when held_due is null or held_due = due then lost else 0 end,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0) end
where id = ?1 and fence = ?2
