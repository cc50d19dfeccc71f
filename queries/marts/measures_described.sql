-- One row per measure: its name, unit and source.
select
    measure,
    source,
    measure_name,
    unit,
    counts,
    place
from staging.measures_described
order by place
