-- $1 now. Numbers that hold jobs and have no row any more: a process that slept for more than a day claimed once more before
-- it saw that it is dead. It gets a row again, so that what it holds is settled. One search of job_node a number.
insert into kairos.node(id, name, version, kinds, since, seen, state) overriding system value
with recursive holder(id) as (
    select min(node) from kairos.job where node > 0
    union all
    select (select min(node) from kairos.job where node > holder.id) from holder where holder.id is not null
)
select id, 'forgotten', '', '{}', $1, $1, 3 from holder
where id is not null and not exists (select 1 from kairos.node n where n.id = holder.id)
on conflict do nothing
