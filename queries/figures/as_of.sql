-- One row per measure and kecamatan: its newest report as of a month, no older than its source's shelf life.
-- A count that is withheld was reported: an older one does not stand in for it.
-- $month date the first day of the month
select
    measures.measure,
    measures.source,
    measures.area_code,
    measures.value,
    measures.state,
    measures.period as source_period,
    measures.load_id,
    measures.sheet,
    measures.source_row
from marts.measures
join marts.sources using (source)
where
    measures.period between $month::date - to_months(sources.shelf_life_months) and $month::date
    and measures.state <> 'not_reported'
qualify row_number() over (partition by measures.measure, measures.area_code order by measures.period desc) = 1
