-- $1 node. One search by primary key.
update kairos.node set state = 2 where id = $1 and state = 0
