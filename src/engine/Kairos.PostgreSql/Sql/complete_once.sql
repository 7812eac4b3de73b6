-- Ends of jobs that end with this run, arrays: $1 shard, $2 id, $3 fence, $4 version, $5 due, $6 attempt, $7 at, $8 started,
-- $9 ended, $10 outcome, $11 reason, $12 notes; $13 node; $14 array of places, null where none is known.
-- One look at the place of each, which spares a tenth of the whole, or one search by primary key; apart from the change: joined with
-- it, a plan that was made while the table was small walks the whole of it for each batch once it has grown; so would it along the key
-- if the id were compared in a way that an index knows. Guarded by (id, fence) alone: with the node in the guard the planner takes the
-- wrong index. As many are recorded as were accepted. Where that is not all, the rest has moved, and is looked for by its key then; or it
-- was edited, is to end or to be paused, stands already, or is held no more: one by one then. A run's number that is taken refuses the
-- whole statement.
with gone as (
    delete from kairos.job j
    using unnest($1::smallint[], $2::uuid[], $3::bigint[], $4::integer[], $5::timestamptz[], $6::integer[], $7::timestamptz[],
                 $8::timestamptz[], $9::timestamptz[], $10::smallint[], $11::text[], $12::bytea[], $14::text::tid[])
        as e(shard, id, fence, version, due, attempt, at, started, ended, outcome, reason, notes, place)
    where j.ctid = coalesce(e.place, (select x.ctid from kairos.job x where x.shard = e.shard and x.id = e.id))
      and j.id is not distinct from e.id and j.fence = e.fence and j.version = e.version and j.want = 0
    returning e.shard, e.id, e.due, e.attempt, e.fence, e.at, e.started, e.ended, e.outcome, $13::integer, j.owner, j.kind, j.key, e.reason, e.notes
)
insert into kairos.run(shard, job, due, attempt, fence, at, started, ended, outcome, node, owner, kind, key, reason, notes)
select * from gone
