-- One row per kecamatan and month: early-detection reports of three months that nobody followed up.
-- base: reports received in these months.
with

known as (
    from figures.rate_by_month('early_reports_followed_up', 'early_reports_received') where state = 'reported'
)

select
    area_code,
    period,
    sum(second_value - first_value) over quarter as numerator,
    sum(second_value) over quarter as base,
    'reported' as state,
    period as source_period,
    0 as numerator_cells,
    0 as base_cells
from known
window quarter as (partition by area_code order by period range between interval 2 months preceding and current row)
order by area_code, period
