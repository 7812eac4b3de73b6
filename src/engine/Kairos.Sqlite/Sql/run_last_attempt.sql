-- ?1 job, ?2 due. The last entry of a range of the primary key.
select max(attempt) from run where job = ?1 and due = ?2
