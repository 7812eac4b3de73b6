-- breaking: no
-- Instants are whole microseconds since 1970 UTC, ids 16 bytes big-endian, so that both sort as they should.
-- Without rowid throughout: every access is by the primary key or by an index that ends in it.
create table job(
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
) without rowid, strict;

create unique index job_key on job(owner, kind, key) where key is not null;
-- State and hold are the same in all its rows; they are in it so that an arm finds its rows without reading any other.
create index job_arm on job(state, held, at, priority desc) where held is null and state = 0;
create index job_held on job(held) where held is not null;
-- Parked rows are put back by kind, and there may be many that nobody asks for. The state is in it for counting alone.
create index job_parked on job(state, kind) where state = 1;
-- An owner's list must not walk everybody's jobs.
create index job_owner on job(owner, at);

create table run(
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

-- Kinds are few, so "newest first" over all kinds is a merge of one walk a kind: two indexes answer four questions.
create index run_owner on run(owner, kind, ended);
create index run_kind on run(kind, ended);
-- What an operator looks for; the many successes do not enter it.
create index run_trouble on run(outcome, ended) where outcome <> 1;

create table submit_key(
    owner text not null,
    key text not null,
    hash blob not null,
    job blob not null,
    until integer not null,
    primary key (owner, key)
) without rowid, strict;

create index submit_key_until on submit_key(until);

-- Counts the openings of this file: a hold names the one it belongs to.
create table session(
    id integer primary key check (id = 1),
    number integer not null
) strict;

insert into session(id, number) values (1, 0);
