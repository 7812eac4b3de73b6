-- $1 limit. Rows of nodes that have ended: a search of job_node for each. What a completion has in hand at this moment is
-- passed over; it is there at the next look, or settled by itself. With each, what its node took the database's clock to show
-- at its last beat, at most: only of one that was taken over (one that left had ended all that it had begun) and that ever beat.
select j.id, j.owner, j.kind, j.key, coalesce(j.held_due, j.due), coalesce(j.held_at, j.at), j.held_due is not null, j.fence,
       j.attempt, j.lost, j.settle, j.mark_kind, j.mark_at, j.want = 1, j.trigger is not null, j.due, j.at, j.reason,
       (select n.seen + n.unsure_us * interval '1 microsecond' from kairos.node n where n.id = j.node and n.state = 3 and n.beat > 0)
from kairos.job j
where j.node = any(array(select n.id from kairos.node n where n.state <> 0 and exists (select 1 from kairos.job h where h.node = n.id)))
limit $1
for update skip locked
