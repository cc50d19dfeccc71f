-- One row: which snapshot answers, for which office, whether it is sample data and as of which day.
select
    snapshot_id,
    view,
    office_name,
    office_short_name,
    load_count,
    is_sample,
    sample_day
from marts.snapshot
