-- Every layer's numerator and denominator is a measure of a contract. If not, mend data/reference/layers.toml.
with

asked as (
    select layer, numerator as measure from staging.layers
    union all
    select layer, denominator as measure from staging.layers where denominator is not null
)

select layer, measure
from asked
anti join staging.measures_described using (measure)
order by layer, measure
