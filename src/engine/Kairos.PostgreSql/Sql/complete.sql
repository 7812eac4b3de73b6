-- As complete_once and complete_next together, for ends with follow-up jobs, with skipped occurrences, or without a run.
-- Ends of holds, arrays: $1 shard, $2 id, $3 fence, $4 version, $5 whether the job goes on, $6 next due, $7 next at, $8 its
-- attempts, $9 its reason, $10 whether losses stay counted, $11 runs to count. Runs: $12 which end, $13 due, $14 attempt,
-- $15 at, $16 started, $17 ended, $18 outcome, $19 reason, $20 notes, $21 fence, $22 node. Follow-up jobs: $23 which end,
-- $24 shard, $25 id, $26 owner, $27 kind, $28 due, $29 at, $30 priority, $31 max attempts, $32 trigger, $33 payload, $34 quiets.
-- One search by primary key of job each, apart from the change as in complete_once, and of run for those that go on.
with ended as (
    select * from unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::integer[], $5::boolean[], $6::timestamptz[], $7::timestamptz[],
                         $8::integer[], $9::text[], $10::boolean[], $11::integer[])
        with ordinality as e(shard, id, fence, version, goes_on, next_due, next_at, next_attempt, next_reason, keep, ran, n)
), gone as (
    delete from kairos.job j using ended e
    cross join lateral (select x.ctid from kairos.job x where x.shard = e.shard and x.id = e.id offset 0) p(place)
    where j.ctid = p.place and j.fence = e.fence and j.version = e.version and j.want = 0 and not e.goes_on
    returning e.n, j.shard, j.id, j.owner, j.kind, j.key
), kept as (
    update kairos.job j set
        due = e.next_due, at = e.next_at, reason = e.next_reason,
        attempt = greatest(e.next_attempt, coalesce(
            (select max(r.attempt) from kairos.run r where r.shard = e.shard and r.job = e.id and r.due = e.next_due), 0)),
        lost = case when e.keep then j.lost else 0 end,
        ran = j.ran + e.ran,
        node = null, fence = j.fence + 1, settle = false, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0
    from ended e
    cross join lateral (select x.ctid from kairos.job x where x.shard = e.shard and x.id = e.id offset 0) p(place)
    where j.ctid = p.place and j.fence = e.fence and j.version = e.version and j.want = 0 and e.goes_on
    returning e.n, j.shard, j.id, j.owner, j.kind, j.key
), accepted as (
    select * from gone union all select * from kept
), recorded as (
    insert into kairos.run(shard, job, due, attempt, fence, at, started, ended, outcome, node, owner, kind, key, reason, notes)
    select a.shard, a.id, r.due, r.attempt, r.fence, r.at, r.started, r.ended, r.outcome, $22::integer, a.owner, a.kind, a.key, r.reason, r.notes
    from unnest($12::bigint[], $13::timestamptz[], $14::integer[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[],
                $18::smallint[], $19::text[], $20::bytea[], $21::bigint[])
        as r(n, due, attempt, at, started, ended, outcome, reason, notes, fence)
    join accepted a on a.n = r.n
), followed as (
    insert into kairos.job(shard, id, owner, kind, due, at, priority, max_attempts, trigger, payload, quiets)
    select f.shard, f.id, f.owner, f.kind, f.due, f.at, f.priority, f.max_attempts, f.trigger, f.payload, f.quiets
    from unnest($23::bigint[], $24::smallint[], $25::uuid[], $26::text[], $27::text[], $28::timestamptz[], $29::timestamptz[],
                $30::integer[], $31::integer[], $32::text[], $33::bytea[], $34::boolean[])
        as f(n, shard, id, owner, kind, due, at, priority, max_attempts, trigger, payload, quiets)
    join accepted a on a.n = f.n
)
select n from accepted
