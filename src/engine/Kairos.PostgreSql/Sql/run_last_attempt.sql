-- $1 shard, $2 job, $3 due. The last entry of a range of the primary key of one partition.
select coalesce(max(attempt), 0) from kairos.run where shard = $1 and job = $2 and due = $3
