-- One row per kecamatan and month: RT/RW without an early-detection team.
-- base: RT/RW.
select
    area_code,
    period,
    second_value - first_value as numerator,
    second_value as base,
    state,
    source_period,
    first_cells as numerator_cells,
    second_cells as base_cells
from figures.rate_by_month('neighbourhoods_with_team', 'neighbourhoods')
order by area_code, period
