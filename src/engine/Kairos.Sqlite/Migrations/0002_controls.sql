-- breaking: yes
-- An older program would take a job that is to be paused (want 2, 3) for one that is to end, and list paused ones as armed.
-- state: 0 waiting, 1 parked, 3 paused (2 stands for held in what is read, and is never stored).
-- want: 1 ends after this run, 2 is paused when its hold ends, 3 was paused, is run now, and is paused again after that.
-- ran: occurrences that have ended by a run under the present trigger.
alter table job add column ran integer not null default 0;

-- Paused rows are listed and counted; there may be many that nobody asks for. Of two at one instant the id decides.
create index job_paused on job(state, at) where state = 3;
