-- One row per kind of stage: what it makes urgent, and the indicators to look at, in this order.
select
    name as stage_name,
    urgent,
    indicators,
    why as why_urgent
from raw.stage_kinds
