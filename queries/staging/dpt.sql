-- One row per measure, kecamatan and month: the voters' roll of the last stage that month, and what was found in it.
-- Source: KPU (data/contracts/dpt.toml). Null is a blank cell: not reported, which is not zero.
with

last_stage as (
    from raw.dpt
    qualify row_number() over (
        partition by area_code, period
        order by list_position(['dp4', 'dps', 'dpshp', 'dpt'], tahapan) desc
    ) = 1
),

renamed as (
    select
        -- keys
        area_code,
        period,

        -- where it came from
        load_id,
        sheet,
        source_row,

        -- the roll
        tps::double as polling_stations,
        pemilih::double as voters,
        temuan_tms::double as ineligible_found,
        tms_selesai::double as ineligible_settled,
        temuan_wna::double as foreign_in_roll_found,
        wna_selesai::double as foreign_in_roll_settled
    from last_stage
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
