-- $1 node. A search of job_node.
select id, fence from kairos.job where node = $1
