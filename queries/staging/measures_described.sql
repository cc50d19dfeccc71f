-- One row per measure that a contract describes: its name, its unit, whether it counts people or things, and how it
-- hangs together with others: it is part of its parent, within it, or its parent by categories; what it is at least;
-- over_time: flow, whose months add up, or stock, which counts the same people again in every month.
select
    measure,
    source,
    name as measure_name,
    unit,
    counts,
    parent_measure,
    relation,
    at_least,
    over_time,
    place
from raw.measures
