-- One row per cell that an extract changed in what an earlier one had said; a null value is a blank: not reported.
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
    changes.old_value,
    changes.new_value
from raw.changes
left join raw.columns using (source, column_name)
