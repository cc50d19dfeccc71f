-- One row per source behind a layer for a month: what the picture was made from, received when.
-- $layer   text   layer
-- $period  date   the first day of the month
-- $areas   text[] kecamatan the question is about
with

counted as (
    select unnest(measures) as measure from marts.layers where layer = $layer
),

as_of as (
    from figures.as_of($period)
    where
        measure in (select measure from counted)
        and list_contains($areas::varchar[], area_code)
),

behind as (
    select distinct source
    from marts.measures_described
    where measure in (select measure from counted)
)

select
    source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    min(as_of.source_period) as oldest_period,
    max(as_of.source_period) as newest_period,
    min(loads.received_on) as first_received_on,
    max(loads.received_on) as last_received_on,
    count(distinct as_of.area_code)::int as areas_reporting,
    len($areas::varchar[])::int as areas_expected
from behind
join marts.sources using (source)
left join as_of using (source)
left join marts.loads using (load_id)
group by all
order by source
