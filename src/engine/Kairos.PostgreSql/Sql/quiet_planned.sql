-- $1 kinds, $2 from, $3 until. Ranges of job_quiet; the row tells whether it is waiting or held.
select distinct kind, at from kairos.job
where quiets and kind = any($1::text[]) and at >= $2 and at < $3 and state = 0
