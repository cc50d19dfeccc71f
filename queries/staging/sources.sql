-- One row per source: the agency that sends it, how often, when it is due, and how long its numbers may be used.
select
    source,
    agency as agency_name,
    name as source_name,
    rhythm,
    grain,
    period_months,
    shelf_life_months,
    due_days,
    place
from raw.sources
