-- One row per map layer, in the order of the reference file: layers of one group stand together.
-- indicator: of the index, or "index"; null for a layer of measures. agency: who brings what it is counted from.
select
    layer,
    layer_name,
    layer_group,
    meaning,
    unit,
    direction,
    (
        select coalesce(bool_or(is_rounded), false)
        from marts.measures_described
        where list_contains(layers.measures, measure)
    ) as is_rounded,
    (
        select string_agg(distinct sources.agency_name, ', ' order by sources.agency_name)
        from marts.measures_described
        join marts.sources using (source)
        where list_contains(layers.measures, measure)
    ) as agency,
    indicator,
    is_shrunk,
    numerator,
    denominator,
    per,
    smallest_base,
    hatched_below,
    why_hatched,
    decimals,
    breaks,
    why_breaks,
    changes,
    why_changes,
    thirds,
    third_words,
    why_thirds,
    palette,
    darkest
from marts.layers
order by place
