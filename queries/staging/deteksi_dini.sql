-- One row per measure, kecamatan and month: early-detection reports from neighbourhoods.
-- Source: RT/RW and desa (data/contracts/deteksi_dini.toml). Null is a blank cell: not reported, which is not zero.
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

        -- reports
        laporan_diterima::double as early_reports_received,
        laporan_diverifikasi::double as early_reports_verified,
        laporan_ditindaklanjuti::double as early_reports_followed_up
    from raw.deteksi_dini
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
