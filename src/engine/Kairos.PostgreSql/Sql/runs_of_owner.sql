-- $1 ended, $2 job, $3 due, $4 attempt of the first row that is too new, $5 limit, $6 outcome, $7 shard, $8 owner,
-- $9 kind or null, $10 where that is null: the hash of the kinds
-- Walks run_owner of each partition backwards in its own order.
select job, due, attempt, fence, at, started, ended, outcome, owner, kind, key, reason, notes
from kairos.run_all
where shard = $7 and hashtext(owner) = hashtext($8 collate "C") and hashtext(kind) = coalesce($10, hashtext($9 collate "C"))
  and owner = $8 and ($9 is null or kind = $9)
  and (ended, job, due, attempt) < ($1, $2, $3, $4) and ended <= $1
  and ($6::smallint is null or outcome = $6)
order by ended desc, job desc, due desc, attempt desc
limit $5
