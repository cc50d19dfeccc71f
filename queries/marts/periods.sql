-- One row per month from the first to the last that any monthly extract speaks of, without gaps.
with

bounds as (
    select min(reported.period) as first_period, max(reported.period) as last_period
    from query_table(getvariable('extracts')) as reported
    join staging.measures_described using (measure)
    join staging.sources using (source)
    where sources.rhythm = 'monthly'
)

select unnest(generate_series(first_period, last_period, interval 1 month))::date as period
from bounds
order by period
