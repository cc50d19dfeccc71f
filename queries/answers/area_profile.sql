-- One row per measure: what is known of a group of kecamatan as of a month. Value is null where no member reported, or
-- where it is withheld. What is known of kabupaten only is no fact about a kecamatan and is left out.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers.
-- $area    text   group_code: the office, a kabupaten or a kecamatan
-- $period  date   the first day of the month
with

known as (
    from figures.group_as_of($period) where group_code = $area
)

select
    described.measure,
    described.measure_name,
    described.unit,
    described.source,
    known.value,
    coalesce(known.state, 'not_reported') as state,
    described.is_rounded,
    coalesce(known.cells, 1)::int as cells,
    coalesce(known.areas_reporting, 0)::int as areas_reporting,
    (select count(*) from marts.area_groups where group_code = $area)::int as areas_expected,
    known.oldest_period
from marts.measures_described as described
join marts.sources using (source)
left join known using (measure)
where sources.grain <> 'kabupaten'
order by described.place, described.measure
