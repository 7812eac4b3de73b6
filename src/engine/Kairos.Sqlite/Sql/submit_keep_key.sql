-- ?1 owner, ?2 idempotency key, ?3 hash, ?4 job, ?5 until. Takes the place of an expired one.
insert into submit_key(owner, key, hash, job, until) values (?1, ?2, ?3, ?4, ?5)
on conflict (owner, key) do update set hash = excluded.hash, job = excluded.job, until = excluded.until
