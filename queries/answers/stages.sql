-- One row per stage of an election, in the order in which they begin, with what it makes urgent.
-- $election text election
select
    stages.stage_name,
    stages.starts,
    stages.ends,
    stages.is_shaded,
    stage_kinds.urgent,
    stage_kinds.indicators,
    stage_kinds.why_urgent
from marts.stages
left join marts.stage_kinds using (stage_name)
where stages.election = $election
order by stages.starts, stages.ends, stages.stage_name
