-- $1 milliseconds that each statement of the transaction waits for a lock.
select set_config('lock_timeout', $1::integer::text, true)
