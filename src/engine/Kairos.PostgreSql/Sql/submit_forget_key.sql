-- $1 shard, $2 owner, $3 idempotency key. The key was claimed for a job that was then refused. One search by primary key.
delete from kairos.submit_key where shard = $1 and owner = $2 and key = $3
