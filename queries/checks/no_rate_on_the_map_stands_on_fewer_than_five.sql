-- A layer that is one measure over another has a smallest_base of five or more: on less, one case swings it. If not,
-- mend data/reference/layers.toml.
select layer, denominator, smallest_base
from staging.layers
where denominator is not null and coalesce(smallest_base, 0) < 5
order by layer
