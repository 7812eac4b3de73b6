-- ?1 id, ?2 due, ?3 at, ?4 priority, ?5 max attempts, ?6 trigger, ?7 payload, ?8 quiets
-- One search by primary key. A held row stays held under its fence and remembers what was claimed. A new occurrence
-- begins counting after the attempts that its record has already, so that no two runs can have one number. A paused job
-- stays paused, and one that is to be paused when its hold ends is; what was to run once before that gives way.
-- Returns the hold itself: SQLite 3.40 answers 1 to "held is not null" here, whatever the row holds.
update job set
    due = ?2, at = ?3, priority = ?4, max_attempts = ?5, trigger = ?6, payload = ?7, quiets = ?8,
    version = version + 1, ran = 0, settle = 0, reason = null,
    state = case when held is null and (state = 3 or want = 3) then 3 else 0 end,
    want = case when held is not null and want >= 2 then 2 else 0 end,
    held_due = case when held is null then null else coalesce(held_due, due) end,
    held_at = case when held is null then null else coalesce(held_at, at) end,
    attempt = case when held is not null or due = ?2 then attempt
              else coalesce((select max(attempt) from run where job = ?1 and due = ?2), 0) end,
    lost = case when held is not null or due = ?2 then lost else 0 end
where id = ?1
returning held, fence
