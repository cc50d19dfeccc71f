-- No measure is part of, within, or by categories of itself, over others or not. If one is, mend the contracts.
with recursive

above as (
    select measure, parent_measure, 1 as steps
    from staging.measures_described
    where parent_measure is not null
    union all
    select above.measure, described.parent_measure, above.steps + 1
    from above
    join staging.measures_described as described on described.measure = above.parent_measure
    where described.parent_measure is not null and above.measure <> above.parent_measure and above.steps < 100
)

select distinct measure
from above
where measure = parent_measure
order by measure
