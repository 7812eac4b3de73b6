-- Arrays: $1 shard, $2 id, $3 owner, $4 kind, $5 key, $6 due, $7 at, $8 priority, $9 max attempts, $10 trigger, $11 payload, $12 quiets.
-- The unique indexes decide. Not returned: the key is taken, or this very id is there already.
insert into kairos.job(shard, id, owner, kind, key, due, at, priority, max_attempts, trigger, payload, quiets)
select * from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
                     $8::integer[], $9::integer[], $10::text[], $11::bytea[], $12::boolean[])
on conflict do nothing
returning id
