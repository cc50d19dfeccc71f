-- One row per chosen group and month that any member reported: a measure, and beside it the newest known number of
-- another as of that month, no older than its source's shelf life. Members that lack either are left out of both; the
-- group's own total is used where it speaks of just the others. Value is null where it is withheld.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers.
-- $measure text   measure
-- $base    text   another measure, whose numbers are not rounded
-- $areas   text[] group codes: the office, kabupaten or kecamatan
with

expected as (
    select group_code, group_name, count(*)::int as areas_expected
    from marts.area_groups
    where list_contains($areas::varchar[], group_code)
    group by group_code, group_name
),

counted as (
    from marts.measures where measure = $measure and state <> 'not_reported'
),

bases as (
    select measures.area_code, measures.period, measures.value, sources.shelf_life_months
    from marts.measures
    join marts.sources using (source)
    where measures.measure = $base and measures.state = 'reported'
),

paired as (
    select
        counted.area_code,
        counted.period,
        counted.state,
        counted.value,
        bases.value as base_value,
        bases.period as base_period
    from counted
    asof join bases on bases.area_code = counted.area_code and bases.period <= counted.period
    where bases.period >= counted.period - to_months(bases.shelf_life_months)
),

summed as (
    select
        area_groups.group_code,
        paired.period,
        count(*)::int as areas_reporting,
        sum(paired.value) as value,
        bool_or(paired.state = 'suppressed') as is_withheld,
        sum(paired.base_value) as base_value,
        min(paired.base_period) as base_period
    from paired
    join marts.area_groups using (area_code)
    where list_contains($areas::varchar[], area_groups.group_code)
    group by area_groups.group_code, paired.period
),

own as (
    from marts.totals where measure = $measure and state = 'reported'
)

select
    expected.group_code,
    expected.group_name,
    summed.period,
    coalesce(own.value, case when not summed.is_withheld then summed.value end) as value,
    case when own.value is null and summed.is_withheld then 'suppressed' else 'reported' end as state,
    coalesce((select is_rounded from marts.measures_described where measure = $measure), false) as is_rounded,
    case when own.value is null then summed.areas_reporting else 1 end::int as cells,
    summed.areas_reporting,
    expected.areas_expected,
    summed.base_value,
    summed.base_period
from summed
join expected using (group_code)
left join own
    on own.group_code = summed.group_code
    and own.period = summed.period
    and own.areas_reporting = summed.areas_reporting
order by list_position($areas::varchar[], expected.group_code), summed.period
