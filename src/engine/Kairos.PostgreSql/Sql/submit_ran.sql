-- Arrays: $1 shard, $2 id. One search by primary key of each partition: which of these jobs are in the record.
select s.id from unnest($1::smallint[], $2::uuid[]) s(shard, id)
cross join lateral (select 1 from kairos.run_all r where r.shard = s.shard and r.job = s.id limit 1) r
