-- Each measure has one value per kecamatan and month. If not, two extracts speak for the same place at once.
select measure, area_code, period, count(*) as times
from marts.measures
group by all
having count(*) > 1
order by measure, area_code, period
