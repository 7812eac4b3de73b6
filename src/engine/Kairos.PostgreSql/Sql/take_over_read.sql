-- $1 limit. Rows of nodes that have ended: a search of job_node for each. What a completion has in hand at this moment is
-- passed over; it is there at the next look, or settled by itself.
select j.id, j.owner, j.kind, j.key, coalesce(j.held_due, j.due), coalesce(j.held_at, j.at), j.held_due is not null, j.fence,
       j.attempt, j.lost, j.settle, j.mark_kind, j.mark_at, j.want = 1, j.trigger is not null, j.due, j.at, j.reason
from kairos.job j
where j.node = any(array(select n.id from kairos.node n where n.state <> 0 and exists (select 1 from kairos.job h where h.node = n.id)))
limit $1
for update skip locked
