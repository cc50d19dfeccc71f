-- One row per scored indicator and kecamatan that has a value in a month: what a score is computed from.
-- $period date the first day of the month
select
    found.area_code,
    found.indicator,
    found.value,
    found.points
from marts.indicator_values as found
join marts.indicators as described using (indicator)
where found.period = $period and found.state = 'reported' and described.share > 0
order by found.area_code, found.indicator
