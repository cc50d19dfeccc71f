-- One row per cell that an extract changed in what an earlier one had said; a null value is a blank: not reported.
-- is_of_people: its unit is one in which its source counts people.
select
    changes.load_id,
    changes.replaced_load_id,
    changes.source,
    changes.period,
    changes.area_code,
    coalesce(
        (
            select any_value(categories.name)
            from raw.categories
            where categories.source = changes.source and categories.value = changes.keys
        ),
        changes.keys
    ) as key_name,
    coalesce(columns.shown, changes.column_name) as column_name,
    columns.kind as value_kind,
    columns.place as column_place,
    exists (
        from raw.measures as people
        where people.source = changes.source and people.counts = 'people' and people.unit = columns.unit
    ) as is_of_people,
    changes.old_value,
    changes.new_value
from raw.changes
left join raw.columns using (source, column_name)
