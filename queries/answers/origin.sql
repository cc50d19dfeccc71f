-- One row per kecamatan of a group: the value that counts as of a month, and the file, sheet and row it came from.
-- A kecamatan without a value is a row of nulls; one that lacks the measure beside it is there but not counted.
-- $measure text   measure
-- $area    text   group_code: the office, a kabupaten or a kecamatan
-- $period  date   the first day of the month
-- $beside  text   another measure that must be known too, as in a ratio; null for none
with

members as (
    select areas.area_code, areas.area_name, areas.kabupaten_name
    from marts.area_groups
    join marts.areas using (area_code)
    where area_groups.group_code = $area
),

as_of as (
    from figures.as_of($period)
    where measure in ($measure, $beside) and area_code in (select area_code from members)
)

select
    members.area_code,
    members.area_name,
    members.kabupaten_name,
    own.value,
    coalesce(own.state, 'not_reported') as state,
    coalesce((select is_rounded from marts.measures_described where measure = $measure), false) as is_rounded,
    1 as cells,
    own.state is not null and ($beside::varchar is null or beside.state is not null) as is_counted,
    own.source_period,
    own.load_id,
    loads.original_name,
    loads.received_at,
    loads.received_by,
    own.sheet,
    own.source_row
from members
left join as_of as own on own.area_code = members.area_code and own.measure = $measure
left join as_of as beside on beside.area_code = members.area_code and beside.measure = $beside
left join marts.loads on loads.load_id = own.load_id
order by members.area_code
