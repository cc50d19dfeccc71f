-- One row per measure that a contract describes: its name, its unit, whether it counts people or things, and how it
-- hangs together with others: it is part of its parent, within it, or its parent by categories; and what it is at least.
select
    measure,
    source,
    name as measure_name,
    unit,
    counts,
    parent_measure,
    relation,
    at_least,
    place
from raw.measures
