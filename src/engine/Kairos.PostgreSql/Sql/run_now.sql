-- $1 shard, $2 id, $3 fence, $4 due, $5 at. One search by primary key. A new due is later than all that is recorded, so it has
-- no attempts.
update kairos.job set
    due = $4, at = $5, version = version + 1, settle = false, reason = null,
    state = 0, want = case when state = 3 then 3 else want end,
    attempt = case when due = $4 then attempt else 0 end,
    lost = case when due = $4 then lost else 0 end
where shard = $1 and id = $2 and fence = $3 and node is null and state <> 1
