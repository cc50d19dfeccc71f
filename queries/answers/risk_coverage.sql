-- One row per indicator that is scored: in how many kecamatan it has a value in a month, in how many it is lacking, and of
-- which month its newest report is. lacking: not reported, though it applies.
-- $period date the first day of the month
with

counted as (
    select
        indicator,
        count(*) filter (where state = 'reported')::int as areas_reporting,
        count(*) filter (where state in ('not_applicable', 'suppressed', 'insufficient'))::int as areas_beside,
        max(source_period) as newest_period,
        min(source_period) filter (where state = 'reported') as oldest_period
    from marts.indicator_values
    where period = $period
    group by indicator
)

select
    described.indicator,
    described.indicator_name,
    described.pillar_name,
    described.agency,
    described.share,
    coalesce(counted.areas_reporting, 0)::int as areas_reporting,
    ((select count(*) from marts.areas) - coalesce(counted.areas_reporting + counted.areas_beside, 0))::int
        as areas_lacking,
    counted.newest_period,
    counted.oldest_period
from marts.indicators as described
left join counted using (indicator)
where described.share > 0
order by described.place, described.indicator
