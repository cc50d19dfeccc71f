-- One row per measure, kecamatan and month: administrative actions under immigration law (UU 6/2011 ps. 75(2)).
-- Source: Imigrasi (data/contracts/tak.toml). Null is a blank cell: not reported, which is not zero.
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

        -- actions
        (
            pencegahan_penangkalan + perubahan_izin + larangan_tempat + keharusan_tempat + biaya_beban + deportasi
        )::double as administrative_actions,
        deportasi::double as deportations
    from raw.tak
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
