-- One row per kecamatan and month within a year before voting day there, voting day's own month included. The stages
-- of an election begin about ten months ahead of it (PKPU 2/2024).
select distinct areas.area_code, periods.period
from marts.areas
join marts.elections using (kabupaten_code)
join marts.periods
    on periods.period between date_trunc('month', elections.voting_day) - interval 12 months and elections.voting_day
