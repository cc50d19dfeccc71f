-- One row per kecamatan and month: administrative actions (TAK) of twelve months, from at least six that are known.
-- base: WNA-years, active permits of the same months ÷ 12.
with

known as (
    from figures.rate_by_month('administrative_actions', 'active_permits') where state = 'reported'
),

summed as (
    select
        area_code,
        period,
        sum(first_value) over year as numerator,
        sum(second_value) over year / 12 as base,
        count(*) over year as months,
        sum(first_cells) over year as numerator_cells,
        sum(second_cells) over year as base_cells
    from known
    window year as (partition by area_code order by period range between interval 11 months preceding and current row)
)

select
    area_code,
    period,
    numerator,
    base,
    'reported' as state,
    period as source_period,
    -- Rounding is the same in every month for the same count: it adds up over the year, and does not cancel out.
    pow(numerator_cells, 2)::int as numerator_cells,
    pow(base_cells / 12, 2)::int as base_cells
from summed
where months >= 6
order by area_code, period
