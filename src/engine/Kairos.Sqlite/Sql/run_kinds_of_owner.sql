-- ?1 owner. The kinds of one owner in the record: one search of run_owner each.
with recursive found(kind) as (
    select min(kind) from run where owner = ?1
    union all
    select (select min(kind) from run where owner = ?1 and kind > found.kind) from found where found.kind is not null
)
select kind from found where kind is not null
