-- One row per kecamatan and month: administrative actions (TAK) of twelve months, from at least six that are known.
-- base: WNA-years, active permits of the same months ÷ 12.
with

known as (
    from figures.rate_by_month('administrative_actions', 'active_permits')
),

summed as (
    select
        area_code,
        period,
        state,
        sum(first_value) filter (where state = 'reported') over year as numerator,
        sum(second_value) filter (where state = 'reported') over year / 12 as base,
        count(*) filter (where state = 'reported') over year as months,
        sum(first_cells) filter (where state = 'reported') over year as numerator_cells,
        sum(second_cells) filter (where state = 'reported') over year / 12 as base_cells
    from known
    window year as (partition by area_code order by period range between interval 11 months preceding and current row)
)

select
    area_code,
    period,
    numerator,
    base,
    case when months >= 6 then 'reported' else state end as state,
    period as source_period,
    numerator_cells::int as numerator_cells,
    base_cells::int as base_cells
from summed
where months >= 6 or state = 'suppressed'
order by area_code, period
