-- One row per source: its newest month, when that arrived, and how much of the office it covers.
with

newest as (
    select source, max(period) as newest_period
    from marts.measures
    where value is not null
    group by source
)

select
    sources.source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    newest.newest_period,
    max(loads.received_on) as last_received_on,
    count(distinct measures.area_code)::int as areas_reporting,
    (select count(*) from marts.areas)::int as areas_expected
from marts.sources
left join newest using (source)
left join marts.measures on measures.source = newest.source and measures.period = newest.newest_period
left join marts.loads using (load_id)
group by all
order by sources.source
