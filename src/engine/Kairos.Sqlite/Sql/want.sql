-- ?1 id, ?2 fence, ?3 what is wanted when the hold ends. One search by primary key; no index is touched.
update job set want = ?3 where id = ?1 and fence = ?2
