-- $1 shard, $2 owner, $3 idempotency key, $4 hash, $5 job, $6 until, $7 now
-- Returns a row when the key was free, or expired. Another submit under the same key waits here for the end of ours.
insert into kairos.submit_key(shard, owner, key, hash, job, until) values ($1, $2, $3, $4, $5, $6)
on conflict (shard, owner, key) do update set hash = excluded.hash, job = excluded.job, until = excluded.until
where submit_key.until <= $7
returning 1
