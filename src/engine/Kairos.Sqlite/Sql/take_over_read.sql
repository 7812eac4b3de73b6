-- A walk over job_held: what one process held, at most some ten thousand rows. Payloads stay where they are.
select id, owner, kind, key, coalesce(held_due, due), coalesce(held_at, at), held_due is not null, fence, attempt, lost,
       settle, mark_kind, mark_at, want = 1, trigger is not null, due, at, reason
from job
where held is not null
