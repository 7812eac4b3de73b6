-- ?1 id, ?2 fence. A hold that a release or a park has left, for its job is to end. One search by primary key.
select owner from job where id = ?1 and fence = ?2 and held is not null
