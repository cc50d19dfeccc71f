-- One row per kabupaten expected in a source's report of a month: when it first came, and for which kecamatan.
-- A source that speaks of kabupaten only has no kecamatan: areas_expected is null.
-- $source  text   source
-- $period  date   the first day of the month
with

members as (
    select areas.kabupaten_code, areas.area_code, areas.area_name, sources.grain
    from marts.areas
    cross join marts.sources
    where sources.source = $source and sources.grain = 'kecamatan'
),

numbers as (
    select distinct area_code
    from marts.measures
    where source = $source and period = $period::date and value is not null
),

counted as (
    select
        members.kabupaten_code,
        count(*)::int as areas_expected,
        count(numbers.area_code)::int as areas_reporting,
        string_agg(members.area_name, ', ' order by members.area_code)
            filter (where numbers.area_code is null) as areas_missing
    from members
    left join numbers using (area_code)
    group by members.kabupaten_code
)

select
    places.kabupaten_code,
    places.kabupaten_name,
    places.first_received_on,
    counted.areas_reporting,
    counted.areas_expected,
    counted.areas_missing
from marts.report_places as places
left join counted using (kabupaten_code)
where places.source = $source and places.period = $period::date
order by places.kabupaten_code
