-- One row per file and month that once spoke for the kabupaten behind a number, and was replaced.
-- $measure text   measure
-- $area    text   group_code: the office, a kabupaten or a kecamatan
-- $period  date   the first day of the month
with

members as (
    select areas.area_code, areas.kabupaten_code, areas.kabupaten_name
    from marts.area_groups
    join marts.areas using (area_code)
    where area_groups.group_code = $area
),

as_of as (
    from figures.as_of($period) where measure = $measure
),

behind as (
    select distinct as_of.source, as_of.source_period as period, members.kabupaten_code, members.kabupaten_name
    from as_of
    join members using (area_code)
)

select
    files.load_id,
    files.period as source_period,
    loads.original_name,
    loads.received_at,
    loads.received_by,
    string_agg(behind.kabupaten_name, ', ' order by behind.kabupaten_code) as places
from behind
join marts.report_files as files using (source, period, kabupaten_code)
join marts.loads using (load_id)
where not files.is_in_force
group by files.load_id, files.period, loads.original_name, loads.received_at, loads.received_by
order by files.load_id desc, files.period
