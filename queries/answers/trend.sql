-- One row per chosen group and month, from the first month to the last: the sum over the kecamatan that reported.
-- Value is null in a month nobody reported: a gap, not a zero; and where it is withheld.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers.
-- $measure text   measure
-- $areas   text[] group codes: the office, kabupaten or kecamatan
with

expected as (
    select group_code, group_name, count(*)::int as areas_expected
    from marts.area_groups
    where list_contains($areas::varchar[], group_code)
    group by group_code, group_name
)

select
    expected.group_code,
    expected.group_name,
    periods.period,
    monthly.value,
    coalesce(monthly.state, 'not_reported') as state,
    coalesce((select is_rounded from marts.measures_described where measure = $measure), false) as is_rounded,
    coalesce(monthly.cells, 1)::int as cells,
    coalesce(monthly.areas_reporting, 0)::int as areas_reporting,
    expected.areas_expected
from expected
cross join marts.periods
left join figures.by_month($measure) as monthly using (group_code, period)
order by list_position($areas::varchar[], expected.group_code), periods.period
