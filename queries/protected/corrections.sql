-- One row per cell that a later extract changed, as the exact mart; of a count of people only that it changed.
select * replace (
    is_of_people as is_withheld,
    case when not is_of_people then old_value end as old_value,
    case when not is_of_people then new_value end as new_value
)
from marts.corrections
order by load_id, period, area_code, key_name, column_place
