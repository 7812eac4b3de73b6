-- $1 shard, $2 id, $3 due, $4 at, $5 priority, $6 max attempts, $7 trigger, $8 payload, $9 quiets
-- One search by primary key. A held row stays held under its fence, remembers what was claimed, and asks its node. A new
-- occurrence begins counting after the attempts that its record has already, so that no two runs can have one number. A
-- paused job stays paused, and one that is to be paused when its hold ends is; what was to run once before that gives way.
update kairos.job set
    due = $3, at = $4, priority = $5, max_attempts = $6, trigger = $7, payload = $8, quiets = $9,
    version = version + 1, ran = 0, settle = false, reason = null,
    state = case when node is null and (state = 3 or want = 3) then 3 else 0 end,
    want = case when node is not null and want >= 2 then 2 else 0 end,
    asked = case when node is not null then 3 else 0 end,
    held_due = case when node is null then null else coalesce(held_due, due) end,
    held_at = case when node is null then null else coalesce(held_at, at) end,
    attempt = case when node is not null or due = $3 then attempt
              else coalesce((select max(attempt) from kairos.run where shard = $1 and job = $2 and run.due = $3), 0) end,
    lost = case when node is not null or due = $3 then lost else 0 end
where shard = $1 and id = $2
returning node is not null, fence
