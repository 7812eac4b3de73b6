-- Arrays: $1 shard, $2 id. One search by primary key each.
delete from kairos.job j using unnest($1::smallint[], $2::uuid[]) d(shard, id) where j.shard = d.shard and j.id = d.id
