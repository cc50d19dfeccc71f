-- One row per area that can be chosen: the office, then each kabupaten followed by its kecamatan.
select
    group_code,
    group_name,
    group_kind,
    any_value(areas.kabupaten_name) as kabupaten_name,
    count(*)::int as area_count
from marts.area_groups
join marts.areas using (area_code)
group by group_code, group_name, group_kind
order by group_kind <> 'office', group_code
