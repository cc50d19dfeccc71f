-- One row per extract, month and kabupaten of the office that it speaks of, superseded ones too.
select
    load_id,
    source,
    period,
    kabupaten_code,
    bool_or(is_in_force) as is_in_force
from staging.speaks
where kabupaten_code in (select kabupaten_code from staging.areas)
group by load_id, source, period, kabupaten_code
order by load_id, period, kabupaten_code
