-- One row per measure: its name, unit, source, what it counts, and the measures it hangs together with.
-- is_rounded: whether its numbers in this snapshot are published by random rounding.
select
    measure,
    source,
    measure_name,
    unit,
    counts,
    parent_measure,
    relation,
    at_least,
    over_time,
    false as is_rounded,
    place
from staging.measures_described
order by place
