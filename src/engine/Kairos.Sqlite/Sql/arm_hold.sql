-- ?1 id, ?2 session. One search by primary key; the row leaves job_arm and enters job_held.
update job set held = ?2, fence = fence + 1 where id = ?1 and held is null
