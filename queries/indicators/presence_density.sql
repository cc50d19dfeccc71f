-- One row per kecamatan and month: active permits. Exposure, of weight 0.
-- base: inhabitants.
select
    area_code,
    period,
    first_value as numerator,
    second_value as base,
    state,
    source_period,
    first_cells as numerator_cells,
    second_cells as base_cells
from figures.rate_by_month('active_permits', 'population')
order by area_code, period
