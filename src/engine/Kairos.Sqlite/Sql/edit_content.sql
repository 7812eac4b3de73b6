-- ?1 id, ?2 fence, ?3 payload, ?4 priority, ?5 max attempts; null stays. One search by primary key; only a
-- new priority touches an index.
update job set
    payload = coalesce(?3, payload), priority = coalesce(?4, priority), max_attempts = coalesce(?5, max_attempts),
    version = version + 1
where id = ?1 and fence = ?2
