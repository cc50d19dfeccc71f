-- One row per map layer, as data/reference/layers.toml describes it; what an indicator says of itself is null.
select
    id as layer,
    name as layer_name,
    "group" as layer_group,
    meaning,
    unit,
    indicator,
    numerator,
    nullif(denominator, '') as denominator,
    per,
    smallest_base,
    decimals,
    direction,
    breaks,
    why_breaks,
    palette,
    hatched_below,
    why_hatched,
    place
from raw.layers
