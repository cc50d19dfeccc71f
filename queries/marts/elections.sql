-- One row per election and kabupaten it is held in.
select
    election,
    election_name,
    voting_day,
    is_estimate,
    election_source,
    kabupaten_code
from staging.elections
order by voting_day, kabupaten_code
