-- One row per source behind a comparison as of a month: which months were compared, received when.
-- $measures text[] measures that are compared
-- $period   date   the first day of the month
with

as_of as (
    from figures.as_of($period) where list_contains($measures::varchar[], measure)
),

behind as (
    select distinct source
    from marts.measures_described
    where list_contains($measures::varchar[], measure)
)

select
    source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    min(as_of.source_period) as oldest_period,
    max(as_of.source_period) as newest_period,
    min(loads.received_on) as first_received_on,
    max(loads.received_on) as last_received_on
from behind
join marts.sources using (source)
left join as_of using (source)
left join marts.loads using (load_id)
group by all
order by source
