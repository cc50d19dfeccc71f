-- One row: the value of a layer for a group of kecamatan as of a month, over the members for which it is known; of an
-- indicator the median of its kecamatan that have a value.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers. is_small_base: its base
-- is so small that one case would swing it.
-- $layer   text   layer
-- $area    text   group_code: the office, a kabupaten or a kecamatan
-- $period  date   the first day of the month
select
    value,
    state,
    numerator_value,
    base_value,
    is_rounded,
    cells,
    is_small_base,
    areas_reporting,
    areas_expected
from figures.layer_as_of($layer, $period)
where group_code = $area
order by state
