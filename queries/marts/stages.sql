-- One row per stage of an election.
select
    election,
    stage_name,
    starts,
    ends,
    is_shaded
from staging.stages
order by election, starts, ends, stage_name
