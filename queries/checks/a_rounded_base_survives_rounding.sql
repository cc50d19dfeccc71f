-- A rate over a count of people needs a base of at least 50, or rounding swings it. If not, mend smallest_base in
-- data/reference/layers.toml.
select layers.layer, layers.denominator, layers.smallest_base
from staging.layers
join staging.measures_described as described on described.measure = layers.denominator
where described.counts = 'people' and layers.smallest_base < 50
order by layers.layer
