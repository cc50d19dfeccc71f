-- One row per indicator of the index, as the method describes it (data/reference/indicators.toml).
-- measures: those that its query in queries/indicators names.
select
    id as indicator,
    name as indicator_name,
    pillar,
    pillar_name,
    unit,
    per::double as per,
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
    measures,
    place::int as place
from raw.indicators
