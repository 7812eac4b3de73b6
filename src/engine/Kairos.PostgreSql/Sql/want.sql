-- $1 shard, $2 id, $3 fence, $4 what is wanted when the hold ends. One search by primary key; no index is touched.
update kairos.job set want = $4 where shard = $1 and id = $2 and fence = $3
