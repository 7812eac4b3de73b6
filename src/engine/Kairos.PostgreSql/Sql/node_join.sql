-- $1 name, $2 version, $3 kinds, $4 now. A number is never used again.
insert into kairos.node(name, version, kinds, since, seen) values ($1, $2, $3, $4, $4) returning id
