-- ?1 kind, ?2 from, ?3 until. Nothing ends before it is planned, so run_kind from there on has them all.
select distinct at from run indexed by run_kind
where kind = ?1 and ended >= ?2 and at >= ?2 and at < ?3 and started is not null
order by at
