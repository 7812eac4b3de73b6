-- $1 shard, $2 id, $3 fence, $4 due, $5 at, $6 attempt, $7 reason, $8 whether the losses are kept, $9 runs to count
-- For a row whose content was edited and its plan not, or that is to be paused. Run after the run was recorded. One search
-- by primary key of job, one of run.
update kairos.job set
    due = $4, at = $5, reason = $7,
    attempt = greatest($6, coalesce((select max(attempt) from kairos.run where shard = $1 and job = $2 and run.due = $4), 0)),
    lost = case when $8 then lost else 0 end,
    ran = ran + $9,
    state = case when want >= 2 then 3 else 0 end, want = 0,
    node = null, fence = fence + 1, settle = false, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0
where shard = $1 and id = $2 and fence = $3 and node is not null and want <> 1
