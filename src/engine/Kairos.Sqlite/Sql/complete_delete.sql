-- ?1 id, ?2 fence, ?3 version. One search by primary key. Nothing deleted: complete_read tells why.
delete from job where id = ?1 and fence = ?2 and version = ?3 and held is not null
