-- One row per agreed follow-up item and month's list that has it. Source: the Timpora secretariat
-- (data/contracts/rtl.toml). An item is known by its kecamatan and its number.
select
    -- keys
    extracts.area_code,
    extracts.nomor as item,
    extracts.period,

    -- where it came from
    extracts.load_id,
    extracts.sheet,
    extracts.source_row,

    -- what was agreed, with whom, and what became of it
    extracts.instansi as agency,
    agencies.name as agency_name,
    extracts.disepakati as agreed,
    extracts.jatuh_tempo as due,
    extracts.selesai as done
from raw.rtl as extracts
join raw.categories as agencies
    on agencies.source = 'rtl' and agencies.column_name = 'instansi' and agencies.value = extracts.instansi
