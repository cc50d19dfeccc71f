-- One row per group of kecamatan: the value of a layer as of a month, and which of the kinds of empty it is otherwise.
-- A measure counts as of the month: its newest value no older than its source's shelf life. Of a ratio, numerator and
-- denominator are each summed first; members that lack either are left out of both. Of an indicator: indicator_as_of.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers. is_small_base: its base
-- is so small that one case would swing it.
-- $layer text layer
-- $month date the first day of the month
with

chosen as (
    select
        layers.*,
        (
            select bool_or(is_rounded)
            from marts.measures_described
            where measure in (layers.numerator, layers.denominator)
        ) as is_rounded
    from marts.layers
    where layer = $layer
),

judged as (
    select
        pairs.*,
        chosen.per,
        chosen.is_rounded,
        chosen.hatched_below,
        case
            when first_state <> 'reported' then first_state
            when chosen.denominator is null then 'reported'
            when second_state <> 'reported' then second_state
            when second_value = 0 then 'not_applicable'
            when second_value < chosen.smallest_base then 'insufficient'
            else 'reported'
        end as state
    from figures.pair_as_of(
        $month,
        (select numerator from marts.layers where layer = $layer),
        (select denominator from marts.layers where layer = $layer)
    ) as pairs
    cross join chosen
    where chosen.indicator is null
)

select
    group_code,
    case when state = 'reported' then first_value * per / coalesce(second_value, 1) end as value,
    state,
    first_value as numerator_value,
    second_value as base_value,
    is_rounded,
    first_cells as cells,
    coalesce(state = 'reported' and second_value < hatched_below, false) as is_small_base,
    areas_paired as areas_reporting,
    areas_expected,
    least(first_period, second_period) as source_period
from judged
union all
select
    group_code,
    value,
    state,
    numerator_value,
    base_value,
    found.is_rounded,
    found.cells,
    coalesce(state = 'reported' and areas_expected = 1 and base_value < hatched_below, false) as is_small_base,
    areas_reporting,
    areas_expected,
    source_period
from figures.indicator_as_of($month, (select indicator from marts.layers where layer = $layer)) as found
cross join chosen
where chosen.indicator is not null
