-- $1 target; arrays, ascending: $2 beginning of the cell, $3 unused. Locked in the order of the cells, as slot_take does, by one search
-- by primary key each.
with found as materialized (
    select s.target, s.at, u.unused
    from unnest($2::timestamptz[], $3::integer[]) u(at, unused)
    join kairos.slot s on s.target = $1 and s.at = u.at
    order by s.at for update of s)
update kairos.slot s set used = greatest(s.used - f.unused, 0) from found f where s.target = f.target and s.at = f.at
