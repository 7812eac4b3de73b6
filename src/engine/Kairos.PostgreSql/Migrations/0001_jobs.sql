-- breaking: no
-- Every key that grows with users begins with the shard of the owner, so that the tables can be spread over several
-- databases; the index that arms does not. Jobs are a small hot table: what is rarely asked has a partial index or none.
-- Texts that are keys are compared as bytes, whatever the database's language is: that is quicker, and the same everywhere.
create table kairos.node(
    id integer generated always as identity primary key,
    name text not null,
    version text not null,
    kinds text[] not null,
    since timestamptz not null,
    seen timestamptz not null,                  -- what it took our clock to show at its last beat
    beat bigint not null default 0,
    state smallint not null default 0,          -- 0 active, 2 left, 3 taken over
    drain boolean not null default false,
    offset_us bigint not null default 0,
    unsure_us bigint not null default 0
);

create table kairos.job(
    shard smallint not null,
    id uuid not null,
    owner text collate "C" not null,
    kind text collate "C" not null,
    key text collate "C",
    due timestamptz not null,
    at timestamptz not null,
    priority integer not null,
    state smallint not null default 0,          -- 0 waiting, 1 parked, 3 paused
    node integer,                               -- who holds it
    fence bigint not null default 0,            -- grows with every hold and with the end of every hold
    attempt integer not null default 0,         -- attempts of the occurrence (job, due) that have ended
    lost integer not null default 0,
    settle boolean not null default false,      -- the occurrence has its end in the record, the next one is still to be planned
    mark_kind smallint not null default 0,
    mark_at timestamptz,
    held_due timestamptz,                       -- what was claimed, where an edit has moved the plan of a held job
    held_at timestamptz,
    version integer not null default 1,
    want smallint not null default 0,           -- for the end of its hold: 1 ends, 2 is paused, 3 was paused, is run now and paused again
    asked smallint not null default 0,          -- of the node that holds it, by another: 1 cancel, 2 pause, 3 edit; 10 more when it was too late
    ran integer not null default 0,             -- occurrences that have ended by a run under this trigger
    quiets boolean not null default false,
    max_attempts integer,
    trigger text,
    reason text,
    payload bytea not null,
    primary key (shard, id) with (fillfactor = 70)   -- each claim puts a row there anew
) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
        autovacuum_analyze_scale_factor = 0.05);

create unique index job_key on kairos.job(shard, owner, kind, key) where key is not null;
create index job_arm on kairos.job(at, priority desc) where node is null and state = 0;
create index job_node on kairos.job(node) where node is not null;
create index job_asked on kairos.job(node) where asked <> 0;
create index job_parked on kairos.job(kind) where state = 1;
create index job_paused on kairos.job(at) where state = 3;
create index job_quiet on kairos.job(kind, at) where quiets;

create table kairos.run(
    shard smallint not null,
    job uuid not null,
    due timestamptz not null,
    attempt integer not null,
    fence bigint not null,
    at timestamptz not null,
    started timestamptz,
    ended timestamptz not null,
    outcome smallint not null,
    node integer,
    owner text collate "C" not null,
    kind text collate "C" not null,
    key text collate "C",
    reason text,
    notes bytea,
    primary key (shard, job, due, attempt)
) partition by range (due);

-- Owners and kinds by their hashes: two names would be most of an entry. Hashes of texts stay the same over versions, for
-- hash indexes and hash partitions are built on them.
create index run_owner on kairos.run(shard, hashtext(owner), hashtext(kind), ended);
-- Runs are appended in the order of their ends: what was last over all owners is found block by block, at next to no cost.
create index run_ended on kairos.run using brin (ended) with (pages_per_range = 16, autosummarize = on);
-- What an operator looks for; the many successes do not enter it.
create index run_trouble on kairos.run(outcome, ended) where outcome <> 1;
-- What is due outside the days that have a partition.
create table kairos.run_other partition of kairos.run default;

-- Runs of kinds that are kept longer than the days in which they are.
create table kairos.run_kept(like kairos.run including defaults, primary key (shard, job, due, attempt));
create index run_kept_owner on kairos.run_kept(shard, hashtext(owner), hashtext(kind), ended);
create index run_kept_ended on kairos.run_kept(kind, ended);
create index run_kept_trouble on kairos.run_kept(outcome, ended) where outcome <> 1;

create view kairos.run_all as select * from kairos.run union all select * from kairos.run_kept;

create table kairos.submit_key(
    shard smallint not null,
    owner text not null,
    key text not null,
    hash bytea not null,
    job uuid not null,
    until timestamptz not null,
    primary key (shard, owner, key)
);

create index submit_key_until on kairos.submit_key(until);

-- Slots that are taken out of the request budgets of targets, over all nodes. Instants are on the target's own clock.
create table kairos.slot(
    target text not null,
    at timestamptz not null,                    -- where the cell begins
    used integer not null,
    got integer not null,                       -- what the last who asked was given
    until timestamptz not null,                 -- on the store's clock: nobody asks for it any more
    primary key (target, at)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);
