-- One row per measure, kecamatan and month that an extract speaks of; value is null where the cell was blank.
-- state: reported, or not_reported. `extracts` holds the names of the staging tables, one for each contract: a new
-- source joins by itself.
select
    reported.measure,
    described.source,
    reported.area_code,
    reported.period,
    reported.value,
    case when reported.value is null then 'not_reported' else 'reported' end as state,
    reported.load_id,
    reported.sheet,
    reported.source_row
from query_table(getvariable('extracts')) as reported
join staging.areas using (area_code)
join staging.measures_described as described using (measure)
order by reported.measure, reported.period, reported.area_code
