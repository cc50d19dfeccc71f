-- One row per chosen group and month, from the first month to the last: the sum over the kecamatan that reported.
-- Value is null in a month nobody reported: a gap, not a zero.
-- $measure text   measure
-- $areas   text[] group codes: the office, kabupaten or kecamatan
with

members as (
    select group_code, group_name, area_code
    from marts.area_groups
    where list_contains($areas::varchar[], group_code)
),

reported as (
    select group_code, period, sum(value) as value, count(value)::int as areas_reporting
    from marts.measures
    join members using (area_code)
    where measure = $measure
    group by group_code, period
),

expected as (
    select group_code, group_name, count(*)::int as areas_expected
    from members
    group by group_code, group_name
)

select
    expected.group_code,
    expected.group_name,
    periods.period,
    reported.value,
    coalesce(reported.areas_reporting, 0)::int as areas_reporting,
    expected.areas_expected
from expected
cross join marts.periods
left join reported using (group_code, period)
order by list_position($areas::varchar[], expected.group_code), periods.period
