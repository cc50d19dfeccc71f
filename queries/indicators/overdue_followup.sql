-- One row per kecamatan and month: agreed follow-up items that are overdue.
-- base: open follow-up items.
select
    area_code,
    period,
    first_value as numerator,
    second_value as base,
    state,
    source_period,
    first_cells as numerator_cells,
    second_cells as base_cells
from figures.rate_by_month('followups_overdue', 'followups_open')
order by area_code, period
