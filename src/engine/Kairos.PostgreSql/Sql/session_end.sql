-- $1 name of a session, $2 milliseconds. No table: a walk over the sessions of this server, of which the user may end its own.
-- False while it is at its commit, which nothing interrupts; no row when it has ended.
select pg_terminate_backend(pid, $2) from pg_stat_activity where application_name = $1
