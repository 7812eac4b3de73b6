-- ?1 id, ?2 owner. One search by primary key.
select held is not null, fence, version, state, want, due, at, attempt, settle, kind, key from job where id = ?1 and owner = ?2
