-- One row per kabupaten that Bawaslu's index (IKP) has a score of, with the vintage and the classes of the index.
select
    kabupaten_code,
    name as ikp_name,
    title as ikp_title,
    publisher as ikp_publisher,
    released_on::date as ikp_released_on,
    score as ikp_score,
    medium_from as ikp_medium_from,
    high_from as ikp_high_from,
    why as ikp_why,
    source as ikp_source,
    note as ikp_note
from raw.ikp
