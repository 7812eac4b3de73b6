-- $1 shard, $2 owner. The kinds of one owner in the record: one search of run_owner each, not a walk over all runs.
with recursive found(kind) as (
    select min(kind) from kairos.run_all where shard = $1 and owner = $2
    union all
    select (select min(kind) from kairos.run_all where shard = $1 and owner = $2 and kind > found.kind) from found where found.kind is not null
)
select kind from found where kind is not null
