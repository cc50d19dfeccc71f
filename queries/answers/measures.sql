-- One row per measure that is known by kecamatan: its name, unit and source, in the order of the sources.
-- relation, parent_measure: the measure it is a part of, or within. over_time: flow, whose months add up, or stock.
-- period_months: how many months one of its reports stands for.
select
    described.measure,
    described.measure_name,
    described.unit,
    described.is_rounded,
    described.relation,
    described.parent_measure,
    described.over_time,
    described.source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    sources.period_months,
    sources.grain
from marts.measures_described as described
join marts.sources using (source)
where sources.grain <> 'kabupaten'
order by described.place, described.measure
