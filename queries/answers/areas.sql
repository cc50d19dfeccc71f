-- One row per kecamatan, for the map's geometry and the choice of area.
select
    area_code,
    bps_code,
    area_name,
    kabupaten_code,
    kabupaten_name,
    lat,
    lon
from marts.areas
order by area_code
