-- ?1 id, ?2 version and ?3 due as they were read, ?4 due, ?5 at. One search by primary key. Where the occurrence stands, its
-- attempts and the reason of its delay do too; any other reason was that of a parking, which comes again by itself.
update job set
    due = ?4, at = ?5, state = 0,
    reason = case when due = ?4 and attempt > 0 then reason end,
    attempt = case when due = ?4 then attempt else coalesce((select max(attempt) from run where job = ?1 and due = ?4), 0) end,
    lost = case when due = ?4 then lost else 0 end
where id = ?1 and version = ?2 and due = ?3 and state = 3 and held is null
