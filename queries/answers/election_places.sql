-- One row per kabupaten that an election is held in: the same phase of the election before there, and Bawaslu's index.
-- $election text election
-- $period   date the first day of the month
with

places as (
    select kabupaten_code, any_value(kabupaten_name) as kabupaten_name
    from marts.areas
    group by kabupaten_code
)

select
    places.kabupaten_code,
    places.kabupaten_name,
    phase.election_before,
    phase.election_before_name,
    phase.voting_day_before,
    phase.period_before,
    ikp.* exclude (kabupaten_code)
from places
join figures.phase_before($election, $period) as phase using (kabupaten_code)
left join marts.ikp using (kabupaten_code)
order by places.kabupaten_code
