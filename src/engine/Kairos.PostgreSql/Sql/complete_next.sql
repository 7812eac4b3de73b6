-- Ends of runs of jobs that go on, arrays: $1 to $12 and $13 as in complete_once, then $14 next due, $15 next at, $16 its
-- attempts, $17 its reason, $18 whether losses stay counted, $19 runs to count, $20 places.
-- One look at the place of each job, or one search by primary key, and one of run; the rest is as in complete_once.
with kept as (
    update kairos.job j set
        due = e.next_due, at = e.next_at, reason = e.next_reason,
        attempt = greatest(e.next_attempt, coalesce(
            (select max(r.attempt) from kairos.run r where r.shard = e.shard and r.job = e.id and r.due = e.next_due), 0)),
        lost = case when e.keep then j.lost else 0 end,
        ran = j.ran + e.ran,
        node = null, fence = j.fence + 1, settle = false, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0
    from (
        select unnest($1::smallint[]) as shard, unnest($2::uuid[]) as id, unnest($3::bigint[]) as fence,
               unnest($4::integer[]) as version, unnest($5::timestamptz[]) as due, unnest($6::integer[]) as attempt,
               unnest($7::timestamptz[]) as at, unnest($8::timestamptz[]) as started, unnest($9::timestamptz[]) as ended,
               unnest($10::smallint[]) as outcome, unnest($11::text[]) as reason, unnest($12::bytea[]) as notes,
               unnest($14::timestamptz[]) as next_due, unnest($15::timestamptz[]) as next_at, unnest($16::integer[]) as next_attempt,
               unnest($17::text[]) as next_reason, unnest($18::boolean[]) as keep, unnest($19::integer[]) as ran,
               unnest($20::text::tid[]) as place) e
    where j.ctid = coalesce(e.place, (select x.ctid from kairos.job x where x.shard = e.shard and x.id = e.id))
      and j.id is not distinct from e.id and j.fence = e.fence and j.version = e.version and j.want = 0
    returning e.shard, e.id, e.due, e.attempt, e.fence, e.at, e.started, e.ended, e.outcome, $13::integer, j.owner, j.kind, j.key, e.reason, e.notes
)
insert into kairos.run(shard, job, due, attempt, fence, at, started, ended, outcome, node, owner, kind, key, reason, notes)
select * from kept
returning job, fence
