-- One row per agreed follow-up item and month's list that has it: agency, and the days it was agreed, due and done.
select
    area_code,
    item,
    period,
    agency,
    agency_name,
    agreed,
    due,
    done,
    load_id,
    sheet,
    source_row
from staging.followups
where area_code in (select area_code from staging.areas)
order by area_code, item, period
