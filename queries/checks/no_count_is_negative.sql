-- No count is negative. If one is, its extract was changed after it was accepted: load the file again.
select measure, area_code, period, value, load_id
from marts.measures
where value < 0
order by measure, area_code, period
