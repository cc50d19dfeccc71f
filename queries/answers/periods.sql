-- One row per month that can be chosen, newest first.
select period
from marts.periods
order by period desc
