-- One row per kecamatan and month: by how many people stay permits for work and Disnaker's foreign workers differ.
-- base: the larger of the two.
select
    area_code,
    period,
    abs(first_value - second_value) as numerator,
    greatest(first_value, second_value) as base,
    state,
    source_period,
    first_cells + second_cells as numerator_cells,
    first_cells as base_cells
from figures.rate_by_month('work_limited_stay_permits', 'foreign_workers')
order by area_code, period
