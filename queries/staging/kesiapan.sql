-- One row per measure, kecamatan and quarter: what a kecamatan's team has ready; yes is 1, no is 0.
-- Source: Kesbangpol and camat (data/contracts/kesiapan.toml). Null is a blank cell: not reported, which is not zero.
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

        -- readiness
        sk_tim::int::double as team_decree,
        -- a team that gives no date has not met, if it gives anything at all
        case
            when sk_tim is null and rapat_terakhir is null then null
            else coalesce(rapat_terakhir > last_day(period) - interval 6 months, false)::int
        end::double as met_within_6_months,
        pelatihan_apoa::int::double as apoa_training,
        rt_rw_tim::double as neighbourhoods_with_team,
        rt_rw::double as neighbourhoods
    from raw.kesiapan
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
