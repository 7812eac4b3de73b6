-- ?1 id, ?2 fence. One search by primary key, only where the plain way found the row changed.
select version, want, due, at, held_due from job where id = ?1 and fence = ?2 and held is not null
