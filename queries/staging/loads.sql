-- One row per accepted extract, superseded ones too.
select
    load_id,
    source,
    original_name,
    received_at,
    received_at::date as received_on,
    received_by,
    row_count,
    reason,
    is_sample
from raw.loads
