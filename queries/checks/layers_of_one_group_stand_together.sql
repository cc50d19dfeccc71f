-- The layers of one group follow one another in data/reference/layers.toml, as in the list on the map. If not, move them.
select layer_group, min(place) as first_place, max(place) as last_place, count(*) as layers
from staging.layers
group by layer_group
having max(place) - min(place) >= count(*)
order by layer_group
