-- $1 shard, $2 id, $3 owner. One search by primary key; nobody else changes the row until the end of the transaction.
select node is not null, fence, version, state, want, due, at, attempt, settle, kind, key
from kairos.job where shard = $1 and id = $2 and owner = $3
for update
