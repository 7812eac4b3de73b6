-- $1 shard, $2 owner. The hashes of the kinds of one owner in the record: one search of run_owner each, not a walk over all
-- runs. Those of another owner with the same hash may be among them.
with recursive found(hash) as (
    select min(hashtext(kind)) from kairos.run_all where shard = $1 and hashtext(owner) = hashtext($2 collate "C")
    union all
    select (select min(hashtext(kind)) from kairos.run_all where shard = $1 and hashtext(owner) = hashtext($2 collate "C") and hashtext(kind) > found.hash)
    from found where found.hash is not null
)
select hash from found where hash is not null
