-- One row per measure, kecamatan and month: stay permits in force at the end of the month.
-- Source: Imigrasi (data/contracts/izin_tinggal.toml). Null is a blank cell: not reported, which is not zero.
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
        (bvk + voa + itk + itk_peralihan + itas + itap)::double as active_permits,
        bvk::double as visa_free_visits,
        voa::double as visas_on_arrival,
        itk::double as visit_permits,
        itk_peralihan::double as bridging_visit_permits,
        itas::double as limited_stay_permits,
        itap::double as permanent_stay_permits,
        itas_kerja::double as work_limited_stay_permits,
        akan_jatuh_tempo_30_hari::double as permits_expiring_30d,
        tanpa_permohonan::double as expiring_without_application
    from raw.izin_tinggal
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
