-- One row per scored indicator and kecamatan in a month: what a score is computed from, or why there is no value. What has
-- no row was not reported.
-- $period date the first day of the month
select
    found.area_code,
    found.indicator,
    found.value,
    found.points,
    found.deviation,
    found.state
from marts.indicator_values as found
join marts.indicators as described using (indicator)
where found.period = $period and described.share > 0
order by found.area_code, found.indicator
