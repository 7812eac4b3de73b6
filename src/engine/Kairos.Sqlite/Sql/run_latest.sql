-- The latest end in the record, which the clock has shown: one search of run_kind a kind, not a walk over all runs.
with recursive found(kind) as (
    select min(kind) from run
    union all
    select (select min(kind) from run where kind > found.kind) from found where found.kind is not null
)
select max((select max(ended) from run where run.kind = found.kind)) from found where kind is not null
