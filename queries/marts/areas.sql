-- One row per kecamatan of the office's jurisdiction.
select
    area_code,
    bps_code,
    area_name,
    kabupaten_code,
    kabupaten_name,
    lat,
    lon
from staging.areas
order by area_code
