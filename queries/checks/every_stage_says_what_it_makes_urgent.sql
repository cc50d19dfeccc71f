-- Every stage of an election has its [[stage_kinds]] in data/reference/elections.toml. If not, add it, or mend its name.
select distinct stages.stage_name
from staging.stages
anti join staging.stage_kinds using (stage_name)
order by stages.stage_name
