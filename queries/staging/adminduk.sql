-- One row per measure, kecamatan and quarter: foreign residents registered at the end of the quarter.
-- Source: Dukcapil (data/contracts/adminduk.toml). Null is a blank cell: not reported, which is not zero.
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
        sktt::double as residence_certificates,
        ktp_el_oa::double as foreign_id_cards
    from raw.adminduk
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
