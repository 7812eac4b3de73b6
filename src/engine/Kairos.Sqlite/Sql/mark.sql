-- ?1 id, ?2 fence, ?3 kind of mark, ?4 instant. One search by primary key; no index is touched.
update job set mark_kind = ?3, mark_at = ?4 where id = ?1 and fence = ?2 and held is not null
