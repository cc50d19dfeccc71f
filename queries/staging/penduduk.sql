-- One row per measure, kecamatan and year: population and land area.
-- Source: Dukcapil (data/contracts/penduduk.toml). Null is a blank cell: not reported, which is not zero.
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

        -- people and land
        penduduk::double as population,
        luas_km2::double as land_area_km2
    from raw.penduduk
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
