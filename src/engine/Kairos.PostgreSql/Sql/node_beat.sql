-- $1 node, $2 now, $3 offset, $4 uncertainty in microseconds. One search by primary key; no index is touched. The others are
-- few: one that has ended is forgotten a day after it was seen last, but never while it holds jobs.
with mine as (
    update kairos.node set beat = beat + 1, seen = $2, offset_us = $3, unsure_us = $4
    where id = $1 and state = 0
    returning id, beat, drain
)
select id, beat, drain, true, false, 0::smallint from mine
union all
select id, beat, drain, false, state <> 0 and exists (select 1 from kairos.job where job.node = n.id), state
from kairos.node n
where id <> $1
