-- $1 node, $2 now, $3 offset, $4 uncertainty in microseconds, $5 kinds that it can run. The first row is of this node, with whether
-- others wait for its answer, and whether jobs of its kinds were put aside. One search by primary key; no index is touched. The others are
-- few: one that has ended is forgotten a day after it was seen last, but never while it holds jobs.
with mine as (
    update kairos.node set beat = beat + 1, seen = $2, offset_us = $3, unsure_us = $4
    where id = $1 and state = 0
    returning id, beat, drain
)
select id, beat, drain, true, false, 0::smallint,
    exists (select 1 from kairos.job where job.node = mine.id and asked <> 0 and asked < 10),
    exists (select 1 from kairos.job where job.state = 1 and job.node is null and job.kind = any($5::text[]))
from mine
union all
select id, beat, drain, false, state <> 0 and exists (select 1 from kairos.job where job.node = n.id), state, false, false
from kairos.node n
where id <> $1
