-- One row per map layer, in the order of the reference file.
select
    layer,
    layer_name,
    layer_group,
    meaning,
    unit,
    (
        select bool_or(is_rounded)
        from marts.measures_described
        where measure in (layers.numerator, layers.denominator)
    ) as is_rounded,
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
