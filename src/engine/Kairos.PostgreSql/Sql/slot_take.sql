-- $1 target; arrays, ascending: $2 beginning of the cell, $3 wanted; $4 burst, $5 until. One search by primary key each, in the order
-- of the cells, so that nodes that take the same ones wait in a row and not for each other. A cell that is full does not come back.
insert into kairos.slot as s (target, at, used, got, until)
select $1, w.at, w.wanted, w.wanted, $5 from unnest($2::timestamptz[], $3::integer[]) w(at, wanted)
on conflict (target, at) do update set
    used = s.used + least(excluded.used, $4 - s.used),
    got = least(excluded.used, $4 - s.used),
    until = greatest(s.until, excluded.until)
where s.used < $4
returning at, got, used >= $4
