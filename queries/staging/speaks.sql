-- One row per extract, month, kabupaten and part that it speaks of; not in force where a later one replaced it.
select
    speaks.load_id,
    speaks.source,
    speaks.period,
    speaks.kabupaten_code,
    in_force.load_id is not null as is_in_force
from raw.speaks
left join raw.in_force using (load_id, source, period, kabupaten_code, part)
