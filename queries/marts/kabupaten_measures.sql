-- One row per measure, kabupaten, month and category (a nationality) of the sources that speak of kabupaten only.
-- Kept apart from `measures`: nothing that feeds a layer or a score can reach a category from there.
select
    reported.measure,
    described.source,
    reported.kabupaten_code,
    reported.period,
    reported.category,
    reported.value,
    case when reported.value is null then 'not_reported' else 'reported' end as state,
    reported.load_id,
    reported.sheet,
    reported.source_row
from query_table(getvariable('kabupaten_extracts')) as reported
join staging.measures_described as described using (measure)
where reported.kabupaten_code in (select kabupaten_code from staging.areas)
order by reported.measure, reported.period, reported.kabupaten_code, reported.category
