-- One row per measure that a contract describes: its name, its unit, and whether it counts people or things.
select
    measure,
    source,
    name as measure_name,
    unit,
    counts,
    place
from raw.measures
