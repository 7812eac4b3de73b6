CREATE TABLE job(
    id blob primary key,
    owner text not null,
    kind text not null,
    key text,
    due integer not null,
    at integer not null,
    priority integer not null,
    state integer not null,       -- 0 waiting, 1 parked
    held integer,                 -- the session that holds it
    fence integer not null,
    attempt integer not null,     -- attempts of the occurrence (job, due) that have ended
    lost integer not null,
    settle integer not null,      -- 1: the occurrence has its end in the record, the next one is still to be planned
    mark_kind integer not null,
    mark_at integer,
    held_due integer,             -- what was claimed, where a replace has moved the plan of a held job
    held_at integer,
    version integer not null,
    want integer not null,        -- 1: ends after this run
    max_attempts integer,
    trigger text,
    reason text,
    payload blob not null
, ran integer not null default 0, quiets integer not null default 0) without rowid, strict;

CREATE TABLE run(
    job blob not null,
    due integer not null,
    attempt integer not null,
    fence integer not null,
    at integer not null,
    started integer,
    ended integer not null,
    outcome integer not null,
    owner text not null,
    kind text not null,
    key text,
    reason text,
    notes blob not null,
    primary key (job, due, attempt)
) without rowid, strict;

CREATE TABLE schema_version(
    solution text not null,
    name text not null,
    breaking integer not null,
    applied integer not null,
    primary key (solution, name)
) without rowid, strict;

CREATE TABLE session(
    id integer primary key check (id = 1),
    number integer not null
) strict;

CREATE TABLE submit_key(
    owner text not null,
    key text not null,
    hash blob not null,
    job blob not null,
    until integer not null,
    primary key (owner, key)
) without rowid, strict;

CREATE INDEX job_arm on job(state, held, at, priority desc) where held is null and state = 0;

CREATE INDEX job_held on job(held) where held is not null;

CREATE UNIQUE INDEX job_key on job(owner, kind, key) where key is not null;

CREATE INDEX job_owner on job(owner, at);

CREATE INDEX job_parked on job(state, kind) where state = 1;

CREATE INDEX job_paused on job(state, at) where state = 3;

CREATE INDEX job_quiet on job(kind, at) where quiets = 1;

CREATE INDEX run_kind on run(kind, ended);

CREATE INDEX run_owner on run(owner, kind, ended);

CREATE INDEX run_trouble on run(outcome, ended) where outcome <> 1;

CREATE INDEX submit_key_until on submit_key(until);
