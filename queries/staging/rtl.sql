-- One row per measure, kecamatan and month: agreed follow-up items that were open, overdue or done at its end.
-- Source: the Timpora secretariat (data/contracts/rtl.toml). A list speaks for the whole office: a kecamatan that has
-- no item on it has none open, which is zero and not unreported.
with

lists as (
    select period, min(load_id) as load_id
    from raw.rtl
    group by period
),

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
        kecamatan.kode_kemendagri as area_code,
        lists.period,

        -- where it came from: the first of the rows that were counted, else the list that has none
        coalesce(min(judged.load_id), min(lists.load_id)) as load_id,
        min(judged.sheet) as sheet,
        min(judged.source_row) as source_row,

        -- items
        count(*) filter (where not is_done)::double as followups_open,
        count(*) filter (where not is_done and is_due)::double as followups_overdue,
        count(*) filter (where is_done)::double as followups_done
    from lists
    cross join raw.kecamatan as kecamatan
    left join judged on judged.period = lists.period and judged.area_code = kecamatan.kode_kemendagri
    group by kecamatan.kode_kemendagri, lists.period
)

select area_code, period, load_id, sheet, source_row, measure, value
from renamed
unpivot include nulls (
    value for measure in (columns(* exclude (area_code, period, load_id, sheet, source_row)))
)
