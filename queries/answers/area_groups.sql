-- One row per kecamatan of a group above kecamatan: the office, or a kabupaten.
select group_code, area_code
from marts.area_groups
where group_kind <> 'kecamatan'
order by group_code, area_code
