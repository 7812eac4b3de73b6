-- $1 shard, $2 id, $3 fence, $4 payload, $5 priority, $6 max attempts; null stays. One search by primary key.
update kairos.job set
    payload = coalesce($4, payload), priority = coalesce($5, priority), max_attempts = coalesce($6, max_attempts),
    version = version + 1
where shard = $1 and id = $2 and fence = $3
