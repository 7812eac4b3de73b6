-- ?1 job, ?2 due, ?3 fence, ?4 outcome, ?5 ended. A range of the primary key: the attempts of one occurrence.
select 1 from run where job = ?1 and due = ?2 and fence = ?3 and outcome = ?4 and ended = ?5 limit 1
