-- ?1 now, ?2 limit. Oldest first along submit_key_until, then one search by primary key each.
delete from submit_key where (owner, key) in (select owner, key from submit_key where until <= ?1 order by until limit ?2)
