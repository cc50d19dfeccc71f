-- One row per source: the agency that sends it, how often, and how long its numbers may be used.
select
    source,
    agency_name,
    source_name,
    rhythm,
    shelf_life_months
from staging.sources
order by source
