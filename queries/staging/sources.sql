-- One row per source: the agency that sends it, how often, and how long its numbers may be used.
select
    source,
    agency as agency_name,
    name as source_name,
    rhythm,
    shelf_life_months
from raw.sources
