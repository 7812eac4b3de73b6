-- $1 shard, $2 id, $3 fence, $4 due, $5 at, $6 trigger. One search by primary key; the rest is as in submit_replace.
update kairos.job set
    due = $4, at = $5, trigger = $6, ran = 0, settle = false, reason = null,
    state = case when node is null and (state = 3 or want = 3) then 3 else 0 end,
    want = case when node is not null and want >= 2 then 2 else 0 end,
    held_due = case when node is null then null else coalesce(held_due, due) end,
    held_at = case when node is null then null else coalesce(held_at, at) end,
    attempt = case when node is not null or due = $4 then attempt
              else coalesce((select max(attempt) from kairos.run where shard = $1 and job = $2 and run.due = $4), 0) end,
    lost = case when node is not null or due = $4 then lost else 0 end
where shard = $1 and id = $2 and fence = $3
