-- $1 shard, $2 id, $3 fence, $4 what is asked of the node that holds it. One search by primary key.
update kairos.job set asked = $4 where shard = $1 and id = $2 and fence = $3 and node is not null
