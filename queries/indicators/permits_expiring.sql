-- One row per kecamatan and month: permits that expire within 30 days without an application.
-- base: active permits.
select
    area_code,
    period,
    first_value as numerator,
    second_value as base,
    state,
    source_period,
    first_cells as numerator_cells,
    second_cells as base_cells
from figures.rate_by_month('expiring_without_application', 'active_permits')
order by area_code, period
