-- One row per kind of stage: what it makes urgent, and the indicators to look at, in this order.
select
    stage_name,
    urgent,
    indicators,
    why_urgent
from staging.stage_kinds
order by stage_name
