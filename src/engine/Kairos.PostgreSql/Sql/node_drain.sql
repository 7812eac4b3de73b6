-- $1 node, $2 whether it is to claim nothing more. One search by primary key.
update kairos.node set drain = $2 where id = $1 and state = 0
