-- ?1 job. The last entry of a range of the primary key.
select max(due) from run where job = ?1
