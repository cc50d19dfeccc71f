-- One row per kecamatan: the value of a layer for a month, and which of the kinds of empty it is otherwise.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers. is_small_base: its base
-- is so small that one case would swing it.
-- $layer   text   layer
-- $period  date   the first day of the month
select
    areas.area_code,
    areas.area_name,
    areas.kabupaten_name,
    known.value,
    known.state,
    known.numerator_value,
    known.base_value,
    known.is_rounded,
    known.cells,
    known.is_small_base,
    known.source_period
from marts.areas
join figures.layer_as_of($layer, $period) as known on known.group_code = areas.area_code
order by areas.area_code
