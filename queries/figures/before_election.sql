-- One row per kecamatan and month within so many months before voting day there, voting day's own month included.
-- $months int months
select distinct areas.area_code, periods.period
from marts.areas
join marts.elections using (kabupaten_code)
join marts.periods
    on periods.period
    between date_trunc('month', elections.voting_day) - to_months($months) and elections.voting_day
