-- $1 target, $2 from, $3 burst, $4 length of a cell in microseconds, $5 the most cells. One walk along the primary key: cells side by
-- side are as far from each other as their numbers in the row.
select min(at), max(at) from (
    select at, at - row_number() over (order by at) * $4 * interval '1 microsecond' as island
    from (select at from kairos.slot where target = $1 and at >= $2 and used >= $3 order by at limit $5) full_cell) numbered
group by island order by 1
