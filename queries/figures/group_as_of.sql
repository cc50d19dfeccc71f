-- One row per group of kecamatan and measure that any member reported: its number as of a month.
-- A group's own total is used where it speaks of just the members that reported; else their numbers are added up.
-- $month date the first day of the month
with

summed as (
    select
        area_groups.group_code,
        as_of.measure,
        count(*)::int as areas_reporting,
        sum(as_of.value) as value,
        bool_or(as_of.state = 'suppressed') as is_withheld,
        min(as_of.source_period) as oldest_period,
        max(as_of.source_period) as newest_period
    from marts.area_groups
    join figures.as_of($month) as as_of using (area_code)
    group by area_groups.group_code, as_of.measure
)

select
    summed.group_code,
    summed.measure,
    coalesce(totals.value, case when not summed.is_withheld then summed.value end) as value,
    case when totals.value is null and summed.is_withheld then 'suppressed' else 'reported' end as state,
    case when totals.value is null then summed.areas_reporting else 1 end::int as cells,
    summed.areas_reporting,
    summed.oldest_period
from summed
left join marts.totals
    on totals.group_code = summed.group_code
    and totals.measure = summed.measure
    and totals.period = summed.oldest_period
    and totals.areas_reporting = summed.areas_reporting
    and totals.state = 'reported'
    and summed.oldest_period = summed.newest_period
