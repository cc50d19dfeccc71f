-- One row per kecamatan: the value of a layer for a month, and which of the four kinds of empty it is otherwise.
-- A measure counts as of the month: its newest value no older than its source's shelf life.
-- $layer   text   layer
-- $period  date   the first day of the month
with

chosen as (
    select * from marts.layers where layer = $layer
),

as_of as (
    select measure, area_code, value, period as source_period
    from marts.measures
    join marts.sources using (source)
    where
        period between $period::date - to_months(shelf_life_months) and $period::date
        and measure in (select unnest([numerator, denominator]) from chosen)
        and value is not null
    qualify row_number() over (partition by measure, area_code order by period desc) = 1
),

joined as (
    select
        areas.area_code,
        areas.area_name,
        areas.kabupaten_name,
        top.value as numerator_value,
        base.value as base_value,
        least(top.source_period, base.source_period) as source_period,
        case
            when top.value is null then 'not_reported'
            when chosen.denominator is null then 'reported'
            when base.value is null then 'not_reported'
            when base.value = 0 then 'not_applicable'
            when base.value < chosen.smallest_base then 'suppressed'
            else 'reported'
        end as state,
        chosen.per
    from marts.areas
    cross join chosen
    left join as_of as top on top.area_code = areas.area_code and top.measure = chosen.numerator
    left join as_of as base on base.area_code = areas.area_code and base.measure = chosen.denominator
)

select
    area_code,
    area_name,
    kabupaten_name,
    case when state = 'reported' then numerator_value * per / coalesce(base_value, 1) end as value,
    state,
    numerator_value,
    base_value,
    source_period
from joined
order by area_code
