-- $1 kinds, $2 from, $3 until. Nothing ends before it is planned, so the blocks of run_ended from there on have them all.
select distinct kind, at from kairos.run
where ended >= $2 and at >= $2 and at < $3 and kind = any($1::text[]) and started is not null
