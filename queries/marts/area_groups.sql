-- One row per group of kecamatan and member: the whole office ("kantor"), each kabupaten, each kecamatan by itself.
with

office_members as (
    select 'kantor' as group_code, office_short_name as group_name, 'office' as group_kind, area_code
    from staging.areas
    cross join staging.office
),

kabupaten_members as (
    select kabupaten_code as group_code, kabupaten_name as group_name, 'kabupaten' as group_kind, area_code
    from staging.areas
),

kecamatan_members as (
    select area_code as group_code, area_name as group_name, 'kecamatan' as group_kind, area_code
    from staging.areas
)

from office_members
union all
from kabupaten_members
union all
from kecamatan_members
order by group_code, area_code
