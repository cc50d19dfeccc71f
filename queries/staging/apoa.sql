-- One row per measure, kecamatan and month: what lodgings reported about foreign guests.
-- Source: Imigrasi, APOA (data/contracts/apoa.toml). Null is a blank cell: not reported, which is not zero.
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

        -- lodgings and reports
        penginapan_terdaftar::double as registered_lodgings,
        penginapan_melapor::double as reporting_lodgings,
        lapor_masuk::double as check_ins,
        lapor_keluar::double as check_outs,
        terlambat_24_jam::double as late_reports,
        masuk_30_hari_tanpa_keluar::double as open_check_ins_30d,
        malam_tamu::double as guest_nights
    from raw.apoa
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
