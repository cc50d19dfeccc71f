-- One row per map layer, as data/reference/layers.toml describes it.
select
    id as layer,
    name as layer_name,
    "group" as layer_group,
    meaning,
    unit,
    numerator,
    nullif(denominator, '') as denominator,
    per::double as per,
    smallest_base::int as smallest_base,
    decimals::int as decimals,
    breaks::double[] as breaks,
    why_breaks,
    palette,
    darkest,
    place::int as place
from raw.layers
