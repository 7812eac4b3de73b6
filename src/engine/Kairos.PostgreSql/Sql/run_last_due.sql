-- $1 shard, $2 job. The last entry of a range of the primary key of each partition.
select max(due) from kairos.run where shard = $1 and job = $2
