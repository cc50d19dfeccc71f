-- One row per kecamatan and month: guests checked in more than 30 days ago without a check-out.
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
from figures.rate_by_month('open_check_ins_30d', 'check_ins')
order by area_code, period
