-- Arrays: $1 shard, $2 job, $3 due, $4 attempt, $5 fence, $6 at, $7 started, $8 ended, $9 outcome, $10 owner, $11 kind, $12 key,
-- $13 reason, $14 notes; $15 node. Not returned: the attempt's number is taken.
insert into kairos.run(shard, job, due, attempt, fence, at, started, ended, outcome, owner, kind, key, reason, notes, node)
select *, $15::integer from unnest(
    $1::smallint[], $2::uuid[], $3::timestamptz[], $4::integer[], $5::bigint[], $6::timestamptz[], $7::timestamptz[],
    $8::timestamptz[], $9::smallint[], $10::text[], $11::text[], $12::text[], $13::text[], $14::bytea[])
on conflict do nothing
returning job, due, attempt
