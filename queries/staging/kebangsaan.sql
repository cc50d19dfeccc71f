-- One row per measure, kabupaten, month and nationality: foreign nationals in force. Never below kabupaten.
-- Source: Imigrasi (data/contracts/kebangsaan.toml). Null is a blank cell: not reported, which is not zero.
select
    -- keys
    extracts.area_code as kabupaten_code,
    extracts.period,
    extracts.kebangsaan as category,

    -- where it came from
    extracts.load_id,
    extracts.sheet,
    extracts.source_row,

    -- people
    'foreign_nationals' as measure,
    extracts.jumlah::double as value
from raw.kebangsaan as extracts
