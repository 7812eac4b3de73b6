-- Ends of runs of jobs that go on, arrays: $1 to $12 and $13 as in complete_once, then $14 next due, $15 next at, $16 its
-- attempts, $17 its reason, $18 whether losses stay counted, $19 runs to count.
-- One search by primary key of job each, and of run; the rest is as in complete_once.
with kept as (
    update kairos.job j set
        due = e.next_due, at = e.next_at, reason = e.next_reason,
        attempt = greatest(e.next_attempt, coalesce(
            (select max(r.attempt) from kairos.run r where r.shard = e.shard and r.job = e.id and r.due = e.next_due), 0)),
        lost = case when e.keep then j.lost else 0 end,
        ran = j.ran + e.ran,
        node = null, fence = j.fence + 1, settle = false, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0
    from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::integer[], $7::timestamptz[],
                $8::timestamptz[], $9::timestamptz[], $10::smallint[], $11::text[], $12::bytea[],
                $14::timestamptz[], $15::timestamptz[], $16::integer[], $17::text[], $18::boolean[], $19::integer[])
        as e(shard, id, fence, version, due, attempt, at, started, ended, outcome, reason, notes,
             next_due, next_at, next_attempt, next_reason, keep, ran)
    cross join lateral (select x.ctid from kairos.job x where x.shard = e.shard and x.id = e.id offset 0) p(place)
    where j.ctid = p.place and j.fence = e.fence and j.version = e.version and j.want = 0
    returning e.shard, e.id, e.due, e.attempt, e.fence, e.at, e.started, e.ended, e.outcome, $13::integer, j.owner, j.kind, j.key, e.reason, e.notes
)
insert into kairos.run(shard, job, due, attempt, fence, at, started, ended, outcome, node, owner, kind, key, reason, notes)
select * from kept
returning job, fence
