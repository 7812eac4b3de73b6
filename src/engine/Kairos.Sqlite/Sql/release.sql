-- ?1 id, ?2 fence. One search by primary key. Where an edit has moved the plan, the attempts are those of the new
-- occurrence. What was to be paused is paused now; what is to end is left, it must not run again.
update job set
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null,
    state = case when want = 2 then 3 else 0 end, want = case when want = 2 then 0 else want end,
    lost = case when held_due is null or held_due = due then lost else 0 end,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0) end
where id = ?1 and fence = ?2 and held is not null and want <> 1
