-- $1 now, $2 limit. A walk from the head of the table, where the oldest are, up to the limit.
delete from kairos.slot where ctid = any(array(
    select ctid from kairos.slot where until <= $1 limit $2 for update skip locked))
