-- One row per kecamatan and month: check-ins reported later than 24 hours.
-- base: check-ins reported.
select
    area_code,
    period,
    first_value as numerator,
    second_value as base,
    state,
    source_period,
    first_cells as numerator_cells,
    second_cells as base_cells
from figures.rate_by_month('late_reports', 'check_ins')
order by area_code, period
