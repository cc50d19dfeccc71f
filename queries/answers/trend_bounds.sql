-- One row per chosen group and month for which early warning has a number to compare with: expected, upper bound, and
-- whether it is an alarm by itself. No row of a measure that is not watched.
-- $measure text   measure
-- $areas   text[] group codes
-- $since   date   the first month
-- $until   date   the last month
with

alarmed as (
    select measure, group_code, period
    from marts.alarms
    where kind <> 'joint'
)

select
    bounds.group_code,
    bounds.period,
    bounds.expected,
    bounds.upper,
    alarmed.period is not null as is_alarm
from marts.bounds
left join alarmed using (measure, group_code, period)
where
    bounds.measure = $measure
    and bounds.period between $since::date and $until::date
    and list_contains($areas::varchar[], bounds.group_code)
    and bounds.expected is not null
order by list_position($areas::varchar[], bounds.group_code), bounds.period
