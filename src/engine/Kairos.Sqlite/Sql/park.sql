-- ?1 id, ?2 fence, ?3 reason. As release, but out of the way of every arm. What is to be paused is out of its way as well;
-- what is to end is left.
update job set
    held = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null, reason = ?3,
    state = case when want >= 2 then 3 else 1 end, want = case when want >= 2 then 0 else want end,
    lost = case when held_due is null or held_due = due then lost else 0 end,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(attempt) from run where job = ?1 and run.due = job.due), 0) end
where id = ?1 and fence = ?2 and held is not null and want <> 1
