-- One row per measure, kecamatan and semester: foreign pupils, students and teachers.
-- Source: Disdik and Kemenag (data/contracts/pelajar.toml). Null is a blank cell: not reported, which is not zero.
with

renamed as (
    select
        -- keys
        area_code,
        period,

        -- where it came from
        load_id,
        sheet,
        source_row,

        -- people
        pelajar::double as foreign_pupils,
        mahasiswa::double as foreign_students,
        pengajar::double as foreign_teachers
    from raw.pelajar
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
