-- One row per group of kecamatan, the kecamatan itself included: the value of a layer for a month, and which of the kinds
-- of empty it is otherwise; of one group as layer_value has it, all from one question. area_code: of a kecamatan, else null,
-- as its names. is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers.
-- is_small_base: its base is so small that one case would swing it.
-- $layer   text   layer
-- $period  date   the first day of the month
select
    known.group_code,
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
    known.areas_reporting,
    known.areas_expected,
    known.source_period
from figures.layer_as_of($layer, $period) as known
left join marts.areas on areas.area_code = known.group_code
order by known.group_code
