-- $1 node, $2 beat. One search by primary key: whoever comes first, unless it has beaten since.
update kairos.node set state = 3 where id = $1 and beat = $2 and state = 0
