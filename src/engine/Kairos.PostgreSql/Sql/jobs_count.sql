-- Waiting, parked, held and paused: counts of partial indexes; the first walks job_arm, a second for ten million.
select (select count(*) from kairos.job where node is null and state = 0),
       (select count(*) from kairos.job where state = 1),
       (select count(*) from kairos.job where node is not null),
       (select count(*) from kairos.job where state = 3 and node is null)
