-- ?1 id. One search by primary key.
delete from job where id = ?1
