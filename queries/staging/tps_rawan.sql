-- One row per measure, kecamatan and month: flags on polling stations over all indicators, and how many were assessed.
-- The scored ones leave out the flag on hate speech against groups of people (`ujaran`): ethnicity and religion feed no
-- score, not even at one remove. Source: Bawaslu (data/contracts/tps_rawan.toml). Null where no indicator has a number.
with

renamed as (
    select
        -- keys
        area_code,
        period,

        -- where it came from: the first of the rows that were counted
        min(load_id) as load_id,
        min(sheet) as sheet,
        min(source_row) as source_row,

        -- flags
        sum(tps_ditandai)::double as polling_station_flags,
        nullif(count(tps_ditandai), 0)::double as flag_indicators_assessed,
        sum(tps_ditandai) filter (where indikator <> 'ujaran')::double as scored_station_flags,
        nullif(count(tps_ditandai) filter (where indikator <> 'ujaran'), 0)::double as scored_flag_indicators
    from raw.tps_rawan
    group by area_code, period
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
