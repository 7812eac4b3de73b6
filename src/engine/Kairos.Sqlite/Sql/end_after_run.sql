-- ?1 id, ?2 owner. One search by primary key; no index is touched.
update job set want = 1 where id = ?1 and owner = ?2
