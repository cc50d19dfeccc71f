-- One row per kecamatan and month in which reports of two measures count: both, and the kind of empty that they are.
-- $first  text measure
-- $second text another measure
select
    first.area_code,
    first.period,
    first.value as first_value,
    second.value as second_value,
    case when first.state <> 'reported' then first.state else second.state end as state,
    least(first.source_period, second.source_period) as source_period,
    first.rounded_cells as first_cells,
    second.rounded_cells as second_cells
from figures.known_by_month($first) as first
join figures.known_by_month($second) as second using (area_code, period)
