-- One row per kecamatan and month: guest-nights of the running stage, from the month it began in.
-- base: guest-nights of the same months a year before. Exposure, of weight 0. Not applicable outside the shaded stages.
with

running as (
    select
        areas.area_code,
        periods.period,
        min(date_trunc('month', stages.starts))::date as first_month
    from marts.areas
    join marts.elections using (kabupaten_code)
    join marts.stages using (election)
    join marts.periods
        on periods.period between date_trunc('month', stages.starts) and stages.ends
    where stages.is_shaded
    group by areas.area_code, periods.period
),

nights as (
    from figures.known_by_month('guest_nights')
),

summed as (
    select
        running.area_code,
        running.period,
        sum(now.value) as numerator,
        sum(before.value) as base,
        bool_or(now.state = 'suppressed' or before.state = 'suppressed') as is_withheld,
        count(*) = datediff('month', running.first_month, running.period) + 1 as is_whole,
        sum(now.rounded_cells) as numerator_cells,
        sum(before.rounded_cells) as base_cells
    from running
    join nights as now on now.area_code = running.area_code and now.period between running.first_month and running.period
    join nights as before on before.area_code = now.area_code and before.period = now.period - interval 12 months
    group by running.area_code, running.period, running.first_month
)

select
    asked.area_code,
    asked.period,
    summed.numerator,
    summed.base,
    case
        when running.area_code is null then 'not_applicable'
        when summed.is_withheld then 'suppressed'
        else 'reported'
    end as state,
    asked.period as source_period,
    summed.numerator_cells::int as numerator_cells,
    summed.base_cells::int as base_cells
from (from marts.periods cross join (select area_code from marts.areas)) as asked
left join running using (area_code, period)
left join summed using (area_code, period)
where running.area_code is null or summed.is_whole
order by asked.area_code, asked.period
