-- One row per extract that the snapshot was made from.
select load_id
from marts.loads
order by load_id
