-- $1 node. A search of job_asked: few rows.
select id, fence, owner, asked from kairos.job where node = $1 and asked <> 0 and asked < 10
