-- One row per source behind a comparison as of a month: which months were compared, received when.
-- $measures text[] measures that are compared
-- $period   date   the first day of the month
with

as_of as (
    select measures.source, measures.area_code, measures.load_id, measures.period
    from marts.measures
    join marts.sources using (source)
    where
        period between $period::date - to_months(shelf_life_months) and $period::date
        and list_contains($measures::varchar[], measure)
        and value is not null
    qualify row_number() over (partition by measure, area_code order by period desc) = 1
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
    min(as_of.period) as oldest_period,
    max(as_of.period) as newest_period,
    min(loads.received_on) as first_received_on,
    max(loads.received_on) as last_received_on
from behind
join marts.sources using (source)
left join as_of using (source)
left join marts.loads using (load_id)
group by all
order by source
