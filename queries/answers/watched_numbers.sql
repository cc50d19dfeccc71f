-- One row per number that is watched: its measure, group of kecamatan and month; nothing where nothing is comparable.
-- value: in the measure's unit.
select
    bounds.measure,
    described.measure_name,
    described.unit,
    bounds.group_code,
    bounds.period,
    bounds.observed as value,
    bounds.is_rounded,
    bounds.is_stock
from marts.bounds
join marts.measures_described as described using (measure)
where bounds.observed is not null
order by bounds.measure, bounds.group_code, bounds.period
