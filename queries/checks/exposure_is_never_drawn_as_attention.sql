-- The palette of a layer is "exposure" where nothing asks for attention (direction "none", or an indicator without
-- weight), and "attention" where more or less of it does. If not, mend data/reference/layers.toml.
select layer, direction, palette
from marts.layers
where
    direction is null
    or direction not in ('none', 'more', 'less')
    or palette <> case when direction = 'none' then 'exposure' else 'attention' end
order by layer
