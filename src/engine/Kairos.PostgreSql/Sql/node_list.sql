-- $1 ended nodes are listed when seen after this. A short table; holds are counted along job_node.
select id, name, case when state = 0 and drain then 1 else state end, since, version, beat, kinds, offset_us, unsure_us,
       (select count(*) from kairos.job where job.node = n.id), seen
from kairos.node n
where state = 0 or seen > $1
order by id
