-- One row per indicator: the median of the kecamatan of a kecamatan's kabupaten that have a value in a month, and how far
-- from it they usually lie (median absolute deviation).
-- areas_all: kecamatan of the kabupaten; none of one that is seen in part only, whose median is not known.
-- smallest_base: the base on which rounding can do most.
-- $area   text kecamatan
-- $period date the first day of the month
with

members as (
    select area_groups.area_code
    from marts.areas
    join marts.area_groups on area_groups.group_code = areas.kabupaten_code
    where areas.area_code = $area
),

known as (
    from marts.indicator_values
    where period = $period and state = 'reported' and area_code in (from members)
)

select
    described.indicator,
    median(known.value) as median,
    mad(known.value) as deviation,
    count(known.value)::int as areas_known,
    (select count(*) from members)::int as areas_all,
    coalesce(bool_or(known.is_rounded), false) as is_rounded,
    min(known.base) as smallest_base
from marts.indicators as described
left join known using (indicator)
group by described.indicator
order by described.indicator
