-- One row per alarm of a month: the place and the measure to look at, observed, expected, bound, how sure; a place before a total before
-- many together, the surest first.
-- months: months of its run so far that were alarms; is_rounded: observed is made of randomly rounded counts.
-- $period date the first day of the month
with

groups as (
    select group_code, any_value(group_name) as group_name, any_value(group_kind) as group_kind
    from marts.area_groups
    group by group_code
),

kabupaten as (
    select area_code as group_code, kabupaten_name from marts.areas
),

runs as (
    select measure, group_code, since, count(*)::int as months
    from marts.alarms
    where period <= $period::date
    group by measure, group_code, since
)

select
    alarms.measure,
    described.measure_name,
    described.unit,
    described.source,
    alarms.group_code,
    groups.group_name,
    groups.group_kind,
    kabupaten.kabupaten_name,
    alarms.period,
    alarms.kind,
    alarms.observed,
    alarms.cells,
    alarms.cells > 0 as is_rounded,
    alarms.expected,
    alarms.upper,
    alarms.p,
    alarms.q,
    alarms.method,
    alarms.members,
    alarms.members_high,
    alarms.since,
    runs.months
from marts.alarms
join runs using (measure, group_code, since)
join marts.measures_described as described using (measure)
join groups using (group_code)
left join kabupaten using (group_code)
where alarms.period = $period::date
order by case alarms.kind when 'place' then 0 when 'total' then 1 else 2 end, alarms.q, described.place, alarms.group_code
