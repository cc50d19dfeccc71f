-- One row: what this snapshot is.
select * replace ('protected' as view)
from marts.snapshot
