-- One row: the source of a measure, and what of it lies behind the chosen areas and months.
-- $measure text   measure
-- $areas   text[] group codes
-- $since   date   the first month shown
-- $until   date   the last month shown
with

members as (
    select distinct area_code
    from marts.area_groups
    where list_contains($areas::varchar[], group_code)
)

select
    sources.source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    described.measure_name,
    described.unit,
    min(measures.period) as oldest_period,
    max(measures.period) as newest_period,
    min(loads.received_on) as first_received_on,
    max(loads.received_on) as last_received_on,
    count(distinct measures.area_code)::int as areas_reporting,
    (select count(*) from members)::int as areas_expected
from marts.measures_described as described
join marts.sources using (source)
left join marts.measures
    on measures.measure = described.measure
    and measures.state <> 'not_reported'
    and measures.period between $since::date and $until::date
    and measures.area_code in (select area_code from members)
left join marts.loads using (load_id)
where described.measure = $measure
group by all
order by source
