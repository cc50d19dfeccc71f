-- One row per file about a source's month, newest first: who brought it, what it speaks of, whether it is in force.
-- $source  text   source
-- $period  date   the first day of the month
with

names as (
    select distinct kabupaten_code, kabupaten_name from marts.areas
),

covered as (
    select
        files.load_id,
        string_agg(names.kabupaten_name, ', ' order by files.kabupaten_code) as places,
        count(*)::int as places_covered,
        count(*) filter (where files.is_in_force)::int as places_in_force
    from marts.report_files as files
    join names using (kabupaten_code)
    where files.source = $source and files.period = $period::date
    group by files.load_id
),

changed as (
    select load_id, count(*)::int as cells_corrected
    from marts.corrections
    where source = $source and period = $period::date
    group by load_id
)

select
    covered.load_id,
    loads.original_name,
    loads.received_at,
    loads.received_by,
    loads.row_count,
    loads.reason,
    covered.places,
    covered.places_covered,
    covered.places_in_force,
    coalesce(changed.cells_corrected, 0)::int as cells_corrected
from covered
join marts.loads using (load_id)
left join changed using (load_id)
order by covered.load_id desc
