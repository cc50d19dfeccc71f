-- One row per source: the agency that sends it, and how often.
select
    source,
    agency_name,
    source_name,
    rhythm
from marts.sources
order by source
