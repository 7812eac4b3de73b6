-- All, parked, held and paused; the rest is waiting. The first counts entries page by page without reading them (1 million
-- in 30 ms), the others walk small partial indexes.
select (select count(*) from job),
       (select count(*) from job indexed by job_parked where state = 1),
       (select count(*) from job indexed by job_held where held is not null),
       (select count(*) from job indexed by job_paused where state = 3)
