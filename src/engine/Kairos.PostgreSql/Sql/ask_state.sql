-- $1 shard, $2 id, $3 fence. One search by primary key.
select asked from kairos.job where shard = $1 and id = $2 and fence = $3 and node is not null
