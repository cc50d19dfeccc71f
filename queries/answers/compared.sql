-- One row: of how many series there is a number of this month and an expectation to hold it against.
-- $period date the first day of the month
select count(*)::int as series
from marts.bounds
where period = $period::date and observed is not null and expected is not null
