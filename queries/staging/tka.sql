-- One row per measure, kecamatan and quarter: foreign workers by their employers' plan (RPTKA), where the work is.
-- Source: Disnaker (data/contracts/tka.toml). Null is a blank cell: not reported, which is not zero.
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

        -- people and firms
        tka::double as foreign_workers,
        pemberi_kerja::double as employers_of_foreign_workers
    from raw.tka
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
