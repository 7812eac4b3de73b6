-- $1 shard, $2 id, $3 fence. One search by primary key. Gives the hold up, if there is one, as release does.
update kairos.job j set
    state = 3, want = 0, fence = fence + 1,
    node = null, mark_kind = 0, mark_at = null, held_due = null, held_at = null, asked = 0,
    lost = case when held_due is null or held_due = due then lost else 0 end,
    attempt = case when held_due is null or held_due = due then attempt
              else coalesce((select max(r.attempt) from kairos.run r where r.shard = $1 and r.job = $2 and r.due = j.due), 0) end
where shard = $1 and id = $2 and fence = $3
