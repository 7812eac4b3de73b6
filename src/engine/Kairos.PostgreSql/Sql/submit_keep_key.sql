-- $1 shard, $2 owner, $3 idempotency key, $4 job. The key was claimed for a new job, and a standing one answered it.
update kairos.submit_key set job = $4 where shard = $1 and owner = $2 and key = $3
