CREATE SCHEMA kairos;
CREATE TABLE kairos.job (
    shard smallint NOT NULL,
    id uuid NOT NULL,
    owner text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    key text COLLATE pg_catalog."C",
    due timestamp with time zone NOT NULL,
    at timestamp with time zone NOT NULL,
    priority integer NOT NULL,
    state smallint DEFAULT 0 NOT NULL,
    node integer,
    fence bigint DEFAULT 0 NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    lost integer DEFAULT 0 NOT NULL,
    settle boolean DEFAULT false NOT NULL,
    mark_kind smallint DEFAULT 0 NOT NULL,
    mark_at timestamp with time zone,
    held_due timestamp with time zone,
    held_at timestamp with time zone,
    version integer DEFAULT 1 NOT NULL,
    want smallint DEFAULT 0 NOT NULL,
    asked smallint DEFAULT 0 NOT NULL,
    ran integer DEFAULT 0 NOT NULL,
    quiets boolean DEFAULT false NOT NULL,
    max_attempts integer,
    trigger text,
    reason text,
    payload bytea NOT NULL
)
WITH (fillfactor='90', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='5000', autovacuum_vacuum_cost_delay='0', autovacuum_analyze_scale_factor='0.05');
CREATE TABLE kairos.node (
    id integer NOT NULL,
    name text NOT NULL,
    version text NOT NULL,
    kinds text[] NOT NULL,
    since timestamp with time zone NOT NULL,
    seen timestamp with time zone NOT NULL,
    beat bigint DEFAULT 0 NOT NULL,
    state smallint DEFAULT 0 NOT NULL,
    drain boolean DEFAULT false NOT NULL,
    offset_us bigint DEFAULT 0 NOT NULL,
    unsure_us bigint DEFAULT 0 NOT NULL
);
ALTER TABLE kairos.node ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME kairos.node_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE kairos.run (
    shard smallint NOT NULL,
    job uuid NOT NULL,
    due timestamp with time zone NOT NULL,
    attempt integer NOT NULL,
    fence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    started timestamp with time zone,
    ended timestamp with time zone NOT NULL,
    outcome smallint NOT NULL,
    node integer,
    owner text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    key text COLLATE pg_catalog."C",
    reason text,
    notes bytea
)
PARTITION BY RANGE (due);
CREATE TABLE kairos.run_kept (
    shard smallint NOT NULL,
    job uuid NOT NULL,
    due timestamp with time zone NOT NULL,
    attempt integer NOT NULL,
    fence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    started timestamp with time zone,
    ended timestamp with time zone NOT NULL,
    outcome smallint NOT NULL,
    node integer,
    owner text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    key text COLLATE pg_catalog."C",
    reason text,
    notes bytea
);
CREATE VIEW kairos.run_all AS
 SELECT run.shard,
    run.job,
    run.due,
    run.attempt,
    run.fence,
    run.at,
    run.started,
    run.ended,
    run.outcome,
    run.node,
    run.owner,
    run.kind,
    run.key,
    run.reason,
    run.notes
   FROM kairos.run
UNION ALL
 SELECT run_kept.shard,
    run_kept.job,
    run_kept.due,
    run_kept.attempt,
    run_kept.fence,
    run_kept.at,
    run_kept.started,
    run_kept.ended,
    run_kept.outcome,
    run_kept.node,
    run_kept.owner,
    run_kept.kind,
    run_kept.key,
    run_kept.reason,
    run_kept.notes
   FROM kairos.run_kept;
CREATE TABLE kairos.run_other (
    shard smallint NOT NULL,
    job uuid NOT NULL,
    due timestamp with time zone NOT NULL,
    attempt integer NOT NULL,
    fence bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    started timestamp with time zone,
    ended timestamp with time zone NOT NULL,
    outcome smallint NOT NULL,
    node integer,
    owner text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    key text COLLATE pg_catalog."C",
    reason text,
    notes bytea
);
CREATE TABLE kairos.schema_version (
    solution text NOT NULL,
    name text NOT NULL,
    breaking boolean NOT NULL,
    applied timestamp with time zone NOT NULL
);
CREATE TABLE kairos.slot (
    target text NOT NULL,
    at timestamp with time zone NOT NULL,
    used integer NOT NULL,
    got integer NOT NULL,
    until timestamp with time zone NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.05', autovacuum_vacuum_threshold='5000');
CREATE TABLE kairos.submit_key (
    shard smallint NOT NULL,
    owner text NOT NULL,
    key text NOT NULL,
    hash bytea NOT NULL,
    job uuid NOT NULL,
    until timestamp with time zone NOT NULL
);
ALTER TABLE ONLY kairos.run ATTACH PARTITION kairos.run_other DEFAULT;
ALTER TABLE ONLY kairos.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (shard, id) WITH (fillfactor='70');
ALTER TABLE ONLY kairos.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (id);
ALTER TABLE ONLY kairos.run_kept
    ADD CONSTRAINT run_kept_pkey PRIMARY KEY (shard, job, due, attempt);
ALTER TABLE ONLY kairos.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (shard, job, due, attempt);
ALTER TABLE ONLY kairos.run_other
    ADD CONSTRAINT run_other_pkey PRIMARY KEY (shard, job, due, attempt);
ALTER TABLE ONLY kairos.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (solution, name);
ALTER TABLE ONLY kairos.slot
    ADD CONSTRAINT slot_pkey PRIMARY KEY (target, at);
ALTER TABLE ONLY kairos.submit_key
    ADD CONSTRAINT submit_key_pkey PRIMARY KEY (shard, owner, key);
CREATE INDEX job_arm ON kairos.job USING btree (at, priority DESC) WHERE ((node IS NULL) AND (state = 0));
CREATE INDEX job_asked ON kairos.job USING btree (node) WHERE (asked <> 0);
CREATE UNIQUE INDEX job_key ON kairos.job USING btree (shard, owner, kind, key) WHERE (key IS NOT NULL);
CREATE INDEX job_node ON kairos.job USING btree (node) WHERE (node IS NOT NULL);
CREATE INDEX job_parked ON kairos.job USING btree (kind) WHERE (state = 1);
CREATE INDEX job_paused ON kairos.job USING btree (at) WHERE (state = 3);
CREATE INDEX job_quiet ON kairos.job USING btree (kind, at) WHERE quiets;
CREATE INDEX run_ended ON ONLY kairos.run USING brin (ended) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX run_kept_ended ON kairos.run_kept USING btree (kind, ended);
CREATE INDEX run_kept_owner ON kairos.run_kept USING btree (shard, hashtext(owner), hashtext(kind), ended);
CREATE INDEX run_kept_trouble ON kairos.run_kept USING btree (outcome, ended) WHERE (outcome <> 1);
CREATE INDEX run_other_ended_idx ON kairos.run_other USING brin (ended) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX run_trouble ON ONLY kairos.run USING btree (outcome, ended) WHERE (outcome <> 1);
CREATE INDEX run_other_outcome_ended_idx ON kairos.run_other USING btree (outcome, ended) WHERE (outcome <> 1);
CREATE INDEX run_owner ON ONLY kairos.run USING btree (shard, hashtext(owner), hashtext(kind), ended);
CREATE INDEX run_other_shard_hashtext_hashtext1_ended_idx ON kairos.run_other USING btree (shard, hashtext(owner), hashtext(kind), ended);
CREATE INDEX submit_key_until ON kairos.submit_key USING btree (until);
ALTER INDEX kairos.run_ended ATTACH PARTITION kairos.run_other_ended_idx;
ALTER INDEX kairos.run_trouble ATTACH PARTITION kairos.run_other_outcome_ended_idx;
ALTER INDEX kairos.run_pkey ATTACH PARTITION kairos.run_other_pkey;
ALTER INDEX kairos.run_owner ATTACH PARTITION kairos.run_other_shard_hashtext_hashtext1_ended_idx;
