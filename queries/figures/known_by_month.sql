-- One row per kecamatan and month in which a report of one measure counts.
-- $measure text measure
select * exclude (measure)
from figures.all_known_by_month()
where measure = $measure
