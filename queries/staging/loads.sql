-- One row per accepted extract, superseded ones too.
select
    load_id,
    source,
    original_name,
    received_on,
    row_count,
    is_sample
from raw.loads
