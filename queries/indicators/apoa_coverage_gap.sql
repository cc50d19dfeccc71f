-- One row per kecamatan and month: registered lodgings that reported no foreign guest.
-- base: registered lodgings.
select
    area_code,
    period,
    second_value - first_value as numerator,
    second_value as base,
    state,
    source_period,
    first_cells as numerator_cells,
    second_cells as base_cells
from figures.rate_by_month('reporting_lodgings', 'registered_lodgings')
order by area_code, period
