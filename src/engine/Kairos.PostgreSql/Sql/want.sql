-- $1 shard, $2 id, $3 fence, $4 what is wanted when the hold ends. One search by primary key; no index is touched, but where a
-- pause is taken back that its node was asked for. It may have taken the place of an edit's ask: that is what is asked again.
update kairos.job set want = $4, asked = case when $4 = 0 and asked = 2 then 3 else asked end where shard = $1 and id = $2 and fence = $3
