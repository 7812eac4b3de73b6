-- Ends of jobs that end with this run, arrays: $1 shard, $2 id, $3 fence, $4 version, $5 due, $6 attempt, $7 at, $8 started,
-- $9 ended, $10 outcome, $11 reason, $12 notes; $13 node; $14 array of places, null where none is known.
-- One look at the place of each, which spares a tenth of the whole, or one search by primary key; apart from the change: joined with
-- it, a plan that was made while the table was small walks the whole of it for each batch once it has grown; so would it along the key
-- if the id were compared in a way that an index knows. Guarded by (id, fence) alone: with the node in the guard the planner takes the
-- wrong index. As many are recorded as were accepted. Where that is not all, the rest has moved, and is looked for by its key then; or it
-- was edited, is to end or to be paused, stands already, or is held no more: one by one then. A run's number that is taken refuses the
-- whole statement. The arrays are unfolded in the target list: in FROM each of them is kept in a tuplestore of its own first.
with gone as (
    delete from kairos.job j
    using (
        select unnest($1::smallint[]) as shard, unnest($2::uuid[]) as id, unnest($3::bigint[]) as fence, unnest($4::integer[]) as version,
               unnest($5::timestamptz[]) as due, unnest($6::integer[]) as attempt, unnest($7::timestamptz[]) as at,
               unnest($8::timestamptz[]) as started, unnest($9::timestamptz[]) as ended, unnest($10::smallint[]) as outcome,
               unnest($11::text[]) as reason, unnest($12::bytea[]) as notes, unnest($14::text::tid[]) as place) e
    where j.ctid = coalesce(e.place, (select x.ctid from kairos.job x where x.shard = e.shard and x.id = e.id))
      and j.id is not distinct from e.id and j.fence = e.fence and j.version = e.version and j.want = 0
    returning e.shard, e.id, e.due, e.attempt, e.fence, e.at, e.started, e.ended, e.outcome, $13::integer, j.owner, j.kind, j.key, e.reason, e.notes
)
insert into kairos.run(shard, job, due, attempt, fence, at, started, ended, outcome, node, owner, kind, key, reason, notes)
select * from gone
