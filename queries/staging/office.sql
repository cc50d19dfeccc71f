-- One row: the office this snapshot is for.
select
    name as office_name,
    short_name as office_short_name
from raw.office
