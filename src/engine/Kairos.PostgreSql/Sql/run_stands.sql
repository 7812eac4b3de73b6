-- $1 shard, $2 job, $3 due, $4 fence, $5 outcome, $6 ended. A range of the primary key: the attempts of one occurrence.
select 1 from kairos.run where shard = $1 and job = $2 and due = $3 and fence = $4 and outcome = $5 and ended = $6 limit 1
