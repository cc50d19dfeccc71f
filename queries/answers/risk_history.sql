-- One row per method and month: a kecamatan's score, its interval and class.
-- $area text kecamatan
select
    scores.method,
    methods.is_current,
    scores.period,
    scores.score,
    scores.class as class_code,
    scores.state,
    scores.score_low,
    scores.score_high
from marts.scores
join marts.methods using (method)
where scores.area_code = $area
order by scores.method, scores.period
