-- One row per election and kabupaten it is held in.
select
    id as election,
    name as election_name,
    voting_day::date as voting_day,
    is_estimate,
    source as election_source,
    unnest(kabupaten) as kabupaten_code
from raw.elections
