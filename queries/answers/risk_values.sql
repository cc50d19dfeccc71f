-- One row per indicator: what it is in a kecamatan as of a month, and what it was in the month before.
-- $area   text kecamatan
-- $period date the first day of the month
select
    described.indicator,
    described.indicator_name,
    described.pillar,
    described.pillar_name,
    described.unit,
    described.per,
    described.decimals,
    described.share,
    described.is_shrunk,
    described.agency,
    described.helps,
    now.value,
    now.points,
    coalesce(now.state, 'not_reported') as state,
    now.numerator,
    now.base,
    coalesce(now.is_rounded, false) as is_rounded,
    coalesce(now.cells, 1)::int as cells,
    now.source_period,
    before.value as value_before,
    coalesce(before.state, 'not_reported') as state_before
from marts.indicators as described
left join marts.indicator_values as now
    on now.indicator = described.indicator and now.area_code = $area and now.period = $period
left join marts.indicator_values as before
    on before.indicator = described.indicator
    and before.area_code = $area
    and before.period = $period::date - interval 1 month
order by described.place, described.indicator
