-- One row per indicator, place on its scale, and whether it is of a kecamatan's own kabupaten: how many kecamatan stand
-- there in a month, that one among them.
-- place: points in whole numbers, 0 at the good post and 100 at the bad one.
-- $area   text kecamatan
-- $period date the first day of the month
with

own as (
    select kabupaten_code from marts.areas where area_code = $area
)

select
    found.indicator,
    round(found.points)::int as place,
    areas.kabupaten_code in (from own) as is_near,
    count(*)::int as areas
from marts.indicator_values as found
join marts.areas using (area_code)
where found.period = $period and found.state = 'reported'
group by all
order by found.indicator, place, is_near
