-- One row per measure, kecamatan and month: agreed follow-up items that were open, overdue or done at its end.
-- Source: the Timpora secretariat (data/contracts/rtl.toml). A kecamatan without items has no row: nothing was agreed.
with

judged as (
    select
        area_code,
        period,
        load_id,
        sheet,
        source_row,
        coalesce(selesai <= last_day(period), false) as is_done,
        jatuh_tempo <= last_day(period) as is_due
    from raw.rtl
    where disepakati <= last_day(period)
),

renamed as (
    select
        -- keys
        area_code,
        period,

        -- where it came from: the first of the rows that were counted
        min(load_id) as load_id,
        min(sheet) as sheet,
        min(source_row) as source_row,

        -- items
        count(*) filter (where not is_done)::double as followups_open,
        count(*) filter (where not is_done and is_due)::double as followups_overdue,
        count(*) filter (where is_done)::double as followups_done
    from judged
    group by area_code, period
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
