-- Many at once, none of them with a key: no row can conflict but with itself.
copy kairos.job(shard, id, owner, kind, key, due, at, priority, max_attempts, trigger, payload, quiets) from stdin (format binary)
