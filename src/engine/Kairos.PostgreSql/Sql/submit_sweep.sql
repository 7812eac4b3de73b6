-- $1 now, $2 limit. Oldest first along submit_key_until.
delete from kairos.submit_key where ctid = any(array(
    select ctid from kairos.submit_key where until <= $1 order by until limit $2 for update skip locked))
