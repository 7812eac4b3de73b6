-- An ad platform as its own programs know it: one row of status for each thing that can be shown, and the things themselves.

create type show_type as enum ('plan', 'unit', 'creative');

-- Ids are given out by a cluster of id servers: ascending, with holes.
create table dsp_show_status (
    id bigint not null,
    user_id bigint not null,
    cga_id bigint not null,              -- the plan, unit or creative itself
    status integer not null,             -- bits: 1 not started, 2 ended, 4 outside its slots, 8 budget exhausted; 256 and 512 are the audit's
    version integer not null,            -- raised by each edit
    channel smallint not null,           -- the medium, 1 to 5
    shard smallint not null,             -- user_id % 64
    type show_type not null
);

-- Channel 1 has its slots on units, the others on plans.
create table ad_plan (
    id bigint not null,
    user_id bigint not null,
    start_at timestamptz,
    end_at timestamptz,                  -- the first instant no more
    is_paused boolean not null,
    time_range_price_coef text           -- JSON, 336 coefficients of the price, Monday 00:00 first; 0 is off
);

create table ad_unit (
    id bigint not null,
    plan_id bigint not null,
    start_at timestamptz,
    end_at timestamptz,
    is_paused boolean not null,
    time_series text                     -- 336 half hours, Monday 00:00 first
);

create table ad_creative (
    id bigint not null,
    unit_id bigint not null
);

-- In hundredths of a yuan; of what has slots.
create table ad_budget (
    cga_id bigint not null,
    daily bigint not null,
    spent bigint not null                -- today
);
