-- One row per reason why a kecamatan's score is another than the month before: an indicator that moved ('moved'), values
-- that arrived or went ('data'), another method ('method'). Together they are the change.
-- $area   text kecamatan
-- $period date the first day of the month
select
    changes.kind,
    changes.indicator,
    described.indicator_name,
    changes.points
from marts.score_changes as changes
left join marts.indicators as described using (indicator)
where changes.area_code = $area and changes.period = $period
order by abs(changes.points) desc, changes.kind, changes.indicator
