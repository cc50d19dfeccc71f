-- One row per method of the index that scores are published by: the current one and the one before it.
select
    method,
    since,
    is_current,
    text
from raw.methods
