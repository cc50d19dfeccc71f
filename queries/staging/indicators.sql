-- One row per indicator of the index, as the method describes it (data/reference/indicators.toml).
select
    id as indicator,
    name as indicator_name,
    pillar,
    pillar_name,
    unit,
    decimals::int as decimals,
    direction::int as direction,
    low::double as low,
    high::double as high,
    weight::double as weight,
    share,
    smallest_base::double as smallest_base,
    shrink as is_shrunk,
    agency,
    helps,
    place::int as place
from raw.indicators
