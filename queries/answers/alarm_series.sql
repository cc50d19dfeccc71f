-- One row per alarm of a month and each of the three years of months that end with it: observed, expected and bound,
-- null where there is none. Of many members together: the sum of the kecamatan that can be compared, without a bound;
-- one whose rounding is larger than what is expected of it is none of them, nor one with an alarm of its own.
-- $period date the first day of the month
with

alarmed as (
    select distinct measure, group_code, kind
    from marts.alarms
    where period = $period::date
),

single as (
    select bounds.measure, bounds.group_code, bounds.period, bounds.observed, bounds.expected, bounds.upper
    from marts.bounds
    semi join (from alarmed where kind <> 'joint') as own using (measure, group_code)
),

summed as (
    select
        own.measure,
        own.group_code,
        bounds.period,
        sum(bounds.observed) as observed,
        sum(bounds.expected) as expected,
        null::double as upper
    from alarmed as own
    join marts.area_groups using (group_code)
    join marts.bounds on bounds.measure = own.measure and bounds.group_code = area_groups.area_code
    anti join alarmed as told on told.measure = bounds.measure and told.group_code = bounds.group_code
    where
        own.kind = 'joint'
        and bounds.observed is not null
        and bounds.expected is not null
        and (not bounds.is_rounded or bounds.expected >= 5)
    group by own.measure, own.group_code, bounds.period
),

known as (
    from single
    union all
    from summed
)

select
    alarmed.measure,
    alarmed.group_code,
    periods.period,
    known.observed,
    known.expected,
    known.upper
from alarmed
cross join marts.periods
left join known using (measure, group_code, period)
where periods.period between $period::date - interval 35 month and $period::date
order by alarmed.measure, alarmed.group_code, periods.period
