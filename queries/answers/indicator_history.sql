-- One row per indicator and month, from the first month to the last: what it was in a kecamatan, or why there is no
-- value.
-- $area text kecamatan
select
    described.indicator,
    periods.period,
    found.value,
    coalesce(found.state, 'not_reported') as state,
    coalesce(found.is_rounded, false) as is_rounded,
    coalesce(found.cells, 1)::int as cells,
    found.base,
    described.per,
    described.decimals
from marts.indicators as described
cross join marts.periods
left join marts.indicator_values as found
    on found.indicator = described.indicator and found.period = periods.period and found.area_code = $area
order by described.place, described.indicator, periods.period
