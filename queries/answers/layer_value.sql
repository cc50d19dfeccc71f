-- One row: the value of a layer for a group of kecamatan as of a month, over the members for which it is known.
-- Of a ratio, numerator and denominator are each summed first; members that lack either are left out of both.
-- $layer   text   layer
-- $area    text   group_code: the office, a kabupaten or a kecamatan
-- $period  date   the first day of the month
with

chosen as (
    select * from marts.layers where layer = $layer
),

members as (
    select area_code from marts.area_groups where group_code = $area
),

as_of as (
    select measure, area_code, value
    from marts.measures
    join marts.sources using (source)
    where
        period between $period::date - to_months(shelf_life_months) and $period::date
        and measure in (select unnest([numerator, denominator]) from chosen)
        and area_code in (select area_code from members)
        and value is not null
    qualify row_number() over (partition by measure, area_code order by period desc) = 1
),

known as (
    select
        count(top.value)::int as areas_reporting,
        sum(top.value) as numerator_value,
        sum(base.value) filter (where top.value is not null) as base_value
    from chosen
    cross join members
    left join as_of as base on base.area_code = members.area_code and base.measure = chosen.denominator
    left join as_of as top
        on top.area_code = members.area_code
        and top.measure = chosen.numerator
        and (chosen.denominator is null or base.value is not null)
),

judged as (
    select
        *,
        case
            when areas_reporting = 0 then 'not_reported'
            when denominator is null then 'reported'
            when base_value = 0 then 'not_applicable'
            when base_value < smallest_base then 'suppressed'
            else 'reported'
        end as state
    from known
    cross join chosen
)

select
    case when state = 'reported' then numerator_value * per / coalesce(base_value, 1) end as value,
    state,
    numerator_value,
    base_value,
    areas_reporting,
    (select count(*) from members)::int as areas_expected
from judged
order by state
