-- One row.
update session set number = number + 1 where id = 1 returning number
