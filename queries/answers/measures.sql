-- One row per measure that is known by kecamatan: its name, unit and source, in the order of the sources.
select
    described.measure,
    described.measure_name,
    described.unit,
    described.is_rounded,
    described.source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    sources.grain
from marts.measures_described as described
join marts.sources using (source)
where sources.grain <> 'kabupaten'
order by described.place, described.measure
