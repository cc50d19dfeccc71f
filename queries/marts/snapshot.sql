-- One row: what this snapshot is. `sample_day` is the day on which sample data is looked at (its last file's arrival);
-- null for real data, whose day is today. `view`: exact, or protected where people are published by random rounding.
select
    getvariable('snapshot_id') as snapshot_id,
    'exact' as view,
    office.office_name,
    office.office_short_name,
    count(loads.load_id)::int as load_count,
    bool_or(loads.is_sample) as is_sample,
    case when bool_or(loads.is_sample) then max(loads.received_on) end as sample_day
from staging.office
left join staging.loads on true
group by all
