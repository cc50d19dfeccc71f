-- One row per measure, month and group above kecamatan (each kabupaten, the office as "kantor"): its total over the
-- kecamatan that reported. In the protected snapshot a total of people is rounded on its own, not added up.
with

grouped as (
    select area_code, kabupaten_code as group_code from staging.areas
    union all
    select area_code, 'kantor' as group_code from staging.areas
)

select
    reported.measure,
    described.source,
    grouped.group_code,
    reported.period,
    sum(reported.value) as value,
    case when count(reported.value) = 0 then 'not_reported' else 'reported' end as state,
    count(reported.value)::int as areas_reporting
from query_table(getvariable('extracts')) as reported
join grouped using (area_code)
join staging.measures_described as described using (measure)
group by reported.measure, described.source, grouped.group_code, reported.period
order by reported.measure, reported.period, grouped.group_code
