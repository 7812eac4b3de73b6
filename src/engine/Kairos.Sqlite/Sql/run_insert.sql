-- ?1 job, ?2 due, ?3 attempt, ?4 fence, ?5 at, ?6 started, ?7 ended, ?8 outcome, ?9 owner, ?10 kind, ?11 key,
-- ?12 reason, ?13 notes. Nothing inserted: the attempt's number is taken.
insert into run(job, due, attempt, fence, at, started, ended, outcome, owner, kind, key, reason, notes)
values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
on conflict do nothing
