-- ?1 id, ?2 owner. One search by primary key.
select held is not null, fence, due, at, kind, key, settle from job where id = ?1 and owner = ?2
