-- ?1 id, ?2 owner, ?3 kind, ?4 key, ?5 due, ?6 at, ?7 priority, ?8 max attempts, ?9 trigger, ?10 payload, ?11 quiets
-- The unique indexes decide. Nothing inserted: the key is taken, or this very id is there already.
insert into job(id, owner, kind, key, due, at, priority, state, held, fence, attempt, lost, settle,
                mark_kind, mark_at, held_due, held_at, version, want, max_attempts, trigger, reason, payload, quiets)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, null, 0, 0, 0, 0, 0, null, null, null, 1, 0, ?8, ?9, null, ?10, ?11)
on conflict do nothing
