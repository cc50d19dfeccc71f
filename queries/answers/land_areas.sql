-- One row per kecamatan whose land area its agency reported: the newest one in km², and the year it is of.
select
    area_code,
    value as km2,
    source_period as period
from figures.as_of((select max(period) from marts.periods))
where measure = 'land_area_km2' and state = 'reported' and value > 0
order by area_code
