-- One row per cell that a later extract changed, within the office; a null value is a blank: not reported.
with

places as (
    select area_code, area_name, kabupaten_name from staging.areas
    union all
    select distinct kabupaten_code, kabupaten_name, kabupaten_name from staging.areas
)

select
    changes.load_id,
    changes.replaced_load_id,
    changes.source,
    changes.period,
    changes.area_code,
    places.area_name,
    places.kabupaten_name,
    changes.key_name,
    changes.column_name,
    changes.column_place,
    changes.value_kind,
    changes.is_of_people,
    false as is_withheld,
    changes.old_value,
    changes.new_value
from staging.changes
join places using (area_code)
order by changes.load_id, changes.period, changes.area_code, changes.key_name, changes.column_place
