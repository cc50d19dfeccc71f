-- One row per map layer, in the order of the reference file.
select
    layer,
    layer_name,
    layer_group,
    meaning,
    unit,
    numerator,
    denominator,
    per,
    smallest_base,
    decimals,
    breaks,
    why_breaks,
    palette,
    darkest
from marts.layers
order by place
