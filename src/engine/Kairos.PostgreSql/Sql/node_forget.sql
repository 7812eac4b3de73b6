-- $1 seen before this. A short table; a node that ended long ago and holds nothing.
delete from kairos.node n where state <> 0 and seen < $1 and not exists (select 1 from kairos.job where job.node = n.id)
