-- One row per kecamatan: its score in a month by a method, how sure it is, and the one of the month before.
-- presence_value, surge_points: exposure, which stands beside the score and is no part of it.
-- $period date the first day of the month
-- $method text method; null for the one in force now
with

chosen as (
    select coalesce($method, (select method from marts.methods where is_current)) as method
),

exposure as (
    select
        area_code,
        any_value(value) filter (where indicator = 'presence_density') as presence_value,
        any_value(base) filter (where indicator = 'presence_density') as presence_base,
        bool_or(is_rounded) filter (where indicator = 'presence_density') as is_presence_rounded,
        any_value(points) filter (where indicator = 'presence_surge') as surge_points
    from marts.indicator_values
    where period = $period and indicator in ('presence_density', 'presence_surge')
    group by area_code
)

select
    areas.area_code,
    areas.area_name,
    areas.kabupaten_code,
    areas.kabupaten_name,
    scores.score,
    scores.class as class_code,
    coalesce(scores.state, 'insufficient') as state,
    coalesce(scores.share_present, 0) as share_present,
    coalesce(scores.weight_known, 0) as weight_known,
    scores.score_low,
    scores.score_high,
    scores.class_share,
    scores.share_low,
    scores.share_high,
    scores.rank,
    scores.rank_low,
    scores.rank_high,
    scores.places_ranked,
    before.score as score_before,
    before.class as class_code_before,
    exposure.presence_value,
    exposure.presence_base,
    coalesce(exposure.is_presence_rounded, false) as is_presence_rounded,
    (select per from marts.indicators where indicator = 'presence_density') as presence_per,
    exposure.surge_points
from marts.areas
cross join chosen
left join marts.scores
    on scores.area_code = areas.area_code and scores.period = $period and scores.method = chosen.method
left join marts.scores as before
    on before.area_code = areas.area_code
    and before.period = $period::date - interval 1 month
    and before.method = chosen.method
left join exposure on exposure.area_code = areas.area_code
order by areas.area_code
