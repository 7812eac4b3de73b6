-- breaking: no
-- Jobs that others keep away from. An older program adds none, and reads nothing of it.
alter table job add column quiets integer not null default 0;

-- Looked for by kind and planned start. Few jobs are in it.
create index job_quiet on job(kind, at) where quiets = 1;
