-- $1 shard, $2 owner, $3 idempotency key. One search by primary key.
select hash, job from kairos.submit_key where shard = $1 and owner = $2 and key = $3
