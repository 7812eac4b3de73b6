-- $1 channel, $2 the node that calls. No table is read.
select pg_notify($1, $2)
