-- One row per group of kecamatan and month that any member reported: the number of one measure in that month.
-- A group's own total is used where it speaks of just the members that reported; else their numbers are added up.
-- $measure text measure
with

summed as (
    select
        area_groups.group_code,
        measures.period,
        count(*)::int as areas_reporting,
        sum(measures.value) as value,
        bool_or(measures.state = 'suppressed') as is_withheld
    from marts.measures
    join marts.area_groups using (area_code)
    where measures.measure = $measure and measures.state <> 'not_reported'
    group by area_groups.group_code, measures.period
),

own as (
    from marts.totals where measure = $measure and state = 'reported'
)

select
    summed.group_code,
    summed.period,
    coalesce(own.value, case when not summed.is_withheld then summed.value end) as value,
    case when own.value is null and summed.is_withheld then 'suppressed' else 'reported' end as state,
    case when own.value is null then summed.areas_reporting else 1 end::int as cells,
    summed.areas_reporting
from summed
left join own
    on own.group_code = summed.group_code
    and own.period = summed.period
    and own.areas_reporting = summed.areas_reporting
