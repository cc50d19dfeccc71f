-- One row per accepted extract.
select
    load_id,
    source,
    original_name,
    received_on,
    row_count
from staging.loads
order by load_id
