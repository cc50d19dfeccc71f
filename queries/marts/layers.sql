-- One row per map layer.
select *
from staging.layers
order by place
