-- One row per pillar that counts in a kecamatan's score of a month, by the method in force now.
-- $area   text kecamatan
-- $period date the first day of the month
select
    found.pillar,
    found.points
from marts.pillar_scores as found
join marts.methods using (method)
where methods.is_current and found.area_code = $area and found.period = $period
order by found.pillar
