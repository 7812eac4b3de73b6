-- ?1 owner, ?2 idempotency key, ?3 now. One search by primary key; an expired key counts as absent.
select hash, job from submit_key where owner = ?1 and key = ?2 and until > ?3
