-- $1 shard, $2 id, $3 version and $4 due as they were read, $5 due, $6 at. One search by primary key. Where the occurrence
-- stands, its attempts and the reason of its delay do too; any other reason was that of a parking, which comes again by itself.
update kairos.job set
    due = $5, at = $6, state = 0,
    reason = case when due = $5 and attempt > 0 then reason end,
    attempt = case when due = $5 then attempt
              else coalesce((select max(attempt) from kairos.run where shard = $1 and job = $2 and run.due = $5), 0) end,
    lost = case when due = $5 then lost else 0 end
where shard = $1 and id = $2 and version = $3 and due = $4 and state = 3 and node is null
