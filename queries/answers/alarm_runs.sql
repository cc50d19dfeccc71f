-- One row per alarm there ever was, the newest first: a run of months of one measure in one place is one alarm.
-- kind, observed, expected: of its newest month; months: how many months of it were alarms.
with

groups as (
    select group_code, any_value(group_name) as group_name, any_value(group_kind) as group_kind
    from marts.area_groups
    group by group_code
),

kabupaten as (
    select area_code as group_code, kabupaten_name from marts.areas
)

select
    alarms.measure,
    described.measure_name,
    described.unit,
    alarms.group_code,
    groups.group_name,
    groups.group_kind,
    any_value(kabupaten.kabupaten_name) as kabupaten_name,
    alarms.since,
    max(alarms.period) as last_period,
    count(*)::int as months,
    arg_max(alarms.kind, alarms.period) as kind,
    arg_max(alarms.observed, alarms.period) as observed,
    arg_max(alarms.cells, alarms.period)::int as cells,
    arg_max(alarms.cells, alarms.period) > 0 as is_rounded,
    arg_max(alarms.expected, alarms.period) as expected
from marts.alarms
join marts.measures_described as described using (measure)
join groups using (group_code)
left join kabupaten using (group_code)
group by
    alarms.measure,
    described.measure_name,
    described.unit,
    alarms.group_code,
    groups.group_name,
    groups.group_kind,
    alarms.since
order by alarms.since desc, alarms.measure, alarms.group_code
