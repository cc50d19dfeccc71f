-- One row per indicator of the index; share: of the whole index, 0 for what stands beside it.
select *
from staging.indicators
order by place
