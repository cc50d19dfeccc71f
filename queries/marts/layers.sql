-- One row per map layer: of measures (numerator, denominator), of an indicator, or the index itself ("index").
-- direction: what asks for attention, 'more' or 'less'; 'none' for exposure. darkest: the end of the scale that is dark.
-- measures: those it is counted from. hatched_below: a value on a smaller base is marked; 0 where the base is no count.
with

described as (
    select
        *,
        case when share = 0 then 'none' when direction = 1 then 'more' else 'less' end as asks
    from staging.indicators
),

joined as (
    select
        layers.layer,
        coalesce(layers.layer_name, described.indicator_name) as layer_name,
        layers.layer_group,
        layers.meaning,
        coalesce(layers.unit, described.unit) as unit,
        layers.indicator,
        layers.numerator,
        layers.denominator,
        coalesce(layers.per, described.per) as per,
        coalesce(layers.smallest_base, described.smallest_base)::int as smallest_base,
        coalesce(layers.decimals, described.decimals) as decimals,
        coalesce(layers.direction, described.asks) as direction,
        layers.breaks,
        layers.why_breaks,
        layers.changes,
        layers.why_changes,
        layers.thirds,
        layers.third_words,
        layers.why_thirds,
        layers.palette,
        coalesce(described.is_shrunk, false) as is_shrunk,
        case
            when layers.indicator = 'index' then (
                select list_sort(list_distinct(flatten(list(measures)))) from staging.indicators where share > 0
            )
            when layers.indicator is not null then described.measures
            else list_filter([layers.numerator, layers.denominator], lambda measure: measure is not null)
        end as measures,
        layers.hatched_below,
        layers.why_hatched,
        layers.place
    from staging.layers
    left join described on described.indicator = layers.indicator
)

select
    * exclude (hatched_below),
    case when direction = 'less' then 'low' else 'high' end as darkest,
    -- A layer that asks for no smallest base has none that is counted.
    case when smallest_base > 0 then hatched_below else 0 end as hatched_below
from joined
order by place
