-- $1 shard, $2 owner, $3 kind, $4 key. One search of job_key.
select id from kairos.job where shard = $1 and owner = $2 and kind = $3 and key = $4
