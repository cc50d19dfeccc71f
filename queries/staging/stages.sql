-- One row per stage of an election.
select
    election,
    name as stage_name,
    starts::date as starts,
    ends::date as ends,
    shaded as is_shaded
from raw.stages
