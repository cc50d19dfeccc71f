-- What a stage in data/reference/elections.toml says to look at is an indicator of indicators.toml. If not, mend one.
with

named as (
    select stage_name, unnest(indicators) as indicator from staging.stage_kinds
)

select named.stage_name, named.indicator
from named
anti join staging.indicators using (indicator)
order by named.stage_name, named.indicator
