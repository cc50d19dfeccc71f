-- One row per stage of an election, in the order in which they begin.
-- $election text election
select
    stage_name,
    starts,
    ends,
    is_shaded
from marts.stages
where election = $election
order by starts, ends, stage_name
