-- Writes to the log and to no table: the commit of a transaction that has only read does not wait for the standbys, and what it
-- saw may be on this server alone.
select pg_logical_emit_message(true, 'kairos', '')
