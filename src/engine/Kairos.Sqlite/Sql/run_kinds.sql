-- The kinds in the record: one search of run_kind each, not a walk over all runs.
with recursive found(kind) as (
    select min(kind) from run
    union all
    select (select min(kind) from run where kind > found.kind) from found where found.kind is not null
)
select kind from found where kind is not null
