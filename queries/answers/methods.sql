-- One row per method of the index that scores are published by, the newest first; text: the file it was computed by.
select
    method,
    since,
    is_current,
    text
from marts.methods
order by is_current desc, since desc, method
