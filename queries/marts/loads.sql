-- One row per accepted extract.
select
    load_id,
    source,
    original_name,
    received_at,
    received_on,
    received_by,
    row_count,
    reason
from staging.loads
order by load_id
