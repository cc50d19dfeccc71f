-- One row per part of the scores of a month: the office's median ('median'), what a kecamatan has no value for
-- ('missing'), and each indicator that it has; of one kecamatan the points sum to its score.
-- gain: points by which the score would fall if that indicator alone were brought to its good post.
-- $period date the first day of the month
select
    parts.area_code,
    parts.part,
    described.indicator_name,
    described.pillar_name,
    parts.points,
    parts.gain,
    found.value,
    found.numerator,
    described.unit,
    described.decimals,
    found.is_rounded,
    described.helps,
    described.agency,
    found.source_period
from marts.score_parts as parts
left join marts.indicators as described on described.indicator = parts.part
left join marts.indicator_values as found
    on found.indicator = parts.part and found.area_code = parts.area_code and found.period = parts.period
where parts.period = $period
order by parts.area_code, described.place nulls first, parts.part
