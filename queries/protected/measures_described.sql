-- One row per measure, as the exact mart; counts of people are rounded here.
select * replace (counts = 'people' as is_rounded)
from marts.measures_described
order by place
