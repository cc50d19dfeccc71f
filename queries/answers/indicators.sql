-- One row per indicator of the index, as the method in force describes it.
select
    indicator,
    indicator_name,
    pillar,
    pillar_name,
    unit,
    decimals,
    direction,
    low,
    high,
    weight,
    share,
    agency,
    helps
from marts.indicators
order by place
