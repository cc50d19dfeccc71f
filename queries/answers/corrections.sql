-- One row per corrected cell, newest correction first; of one file and month at most 300, and how many there are.
-- Shown while the corrected month is young, or may still be used: for so many months, or its source's shelf life.
-- $today   date   the day from which it is judged
-- $months  int    so many months back; null for all
with

mattering as (
    select corrections.*, sources.agency_name, sources.source_name, sources.rhythm
    from marts.corrections
    join marts.sources using (source)
    where
        $months::int is null
        or corrections.period
        >= $today::date - to_months(greatest($months::int, sources.shelf_life_months + sources.period_months))
),

numbered as (
    select
        *,
        count(*) over (partition by load_id, period)::int as cells_corrected,
        row_number() over (
            partition by load_id, period order by area_code, key_name, column_place, replaced_load_id
        )::int as cell
    from mattering
)

select
    numbered.load_id,
    loads.received_at,
    loads.received_by,
    loads.original_name,
    numbered.replaced_load_id,
    replaced.original_name as replaced_name,
    numbered.source,
    numbered.agency_name,
    numbered.source_name,
    numbered.rhythm,
    numbered.period,
    numbered.cells_corrected,
    numbered.cell,
    numbered.area_name,
    numbered.kabupaten_name,
    numbered.key_name,
    numbered.column_name,
    numbered.value_kind,
    numbered.is_withheld,
    numbered.old_value,
    numbered.new_value
from numbered
join marts.loads using (load_id)
join marts.loads as replaced on replaced.load_id = numbered.replaced_load_id
where numbered.cell <= 300
order by loads.received_at desc, numbered.load_id desc, numbered.period desc, numbered.cell
