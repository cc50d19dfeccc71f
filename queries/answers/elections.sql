-- One row per election held in any of the chosen areas, oldest first.
-- $areas   text[] group codes
select
    election,
    election_name,
    voting_day,
    is_estimate,
    election_source
from marts.elections
join marts.areas using (kabupaten_code)
join marts.area_groups using (area_code)
where list_contains($areas::varchar[], group_code)
group by all
order by voting_day, election
