-- One row per kecamatan that was above what was expected in the month of an alarm of its kabupaten or the office: the
-- five furthest. Beside many together none that has an alarm of its own, nor one whose rounding is larger than what is
-- expected of it: neither was counted among them.
-- $period date the first day of the month
with

high as (
    select
        alarms.measure,
        alarms.group_code,
        bounds.group_code as area_code,
        bounds.observed,
        bounds.is_rounded,
        bounds.expected,
        row_number() over (
            partition by alarms.measure, alarms.group_code
            order by bounds.observed - bounds.expected desc, bounds.group_code
        ) as place
    from marts.alarms
    join marts.area_groups on area_groups.group_code = alarms.group_code
    join marts.bounds
        on bounds.measure = alarms.measure
        and bounds.period = alarms.period
        and bounds.group_code = area_groups.area_code
    left join marts.alarms as own
        on own.measure = bounds.measure
        and own.group_code = bounds.group_code
        and own.period = bounds.period
    where
        alarms.period = $period::date
        and alarms.kind <> 'place'
        and bounds.observed > bounds.expected
        and (
            alarms.kind = 'total'
            or (own.measure is null and (not bounds.is_rounded or bounds.expected >= 5))
        )
    qualify place <= 5
)

select
    high.measure,
    high.group_code,
    high.area_code,
    areas.area_name,
    areas.kabupaten_name,
    high.observed,
    high.is_rounded,
    high.expected,
    high.place
from high
join marts.areas using (area_code)
order by high.measure, high.group_code, high.place
