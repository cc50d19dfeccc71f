-- One row per kabupaten of the office that Bawaslu's index (IKP) has a score of: context of a kabupaten, of no kecamatan.
select
    kabupaten_code,
    ikp_name,
    ikp_title,
    ikp_publisher,
    ikp_released_on,
    ikp_score,
    ikp_medium_from,
    ikp_high_from,
    ikp_why,
    ikp_source,
    ikp_note
from staging.ikp
semi join staging.areas using (kabupaten_code)
order by kabupaten_code
