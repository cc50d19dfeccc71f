-- A layer's numerator and denominator are measures of a contract, or its indicator is one of indicators.toml, or
-- "index"; one or the other. If not, mend data/reference/layers.toml.
with

asked as (
    select layer, numerator as measure from staging.layers where indicator is null
    union all
    select layer, denominator as measure from staging.layers where denominator is not null
),

missing as (
    select layer, coalesce(measure, 'numerator') as what
    from asked
    anti join staging.measures_described using (measure)
    union all
    select layer, indicator as what
    from staging.layers
    anti join staging.indicators using (indicator)
    where indicator is not null and indicator <> 'index'
    union all
    select layer, indicator as what
    from staging.layers
    where indicator is not null and numerator is not null
)

select layer, what
from missing
order by layer, what
