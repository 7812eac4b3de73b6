-- $1 shard, $2 id, $3 fence. One search by primary key, only where the plain way found the row changed; nobody else changes it
-- until the end of the transaction.
select version, want, due, at, held_due from kairos.job
where shard = $1 and id = $2 and fence = $3 and node is not null
for update
