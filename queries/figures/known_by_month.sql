-- One row per kecamatan and month in which a report of one measure counts: the newest one, no older than its source's
-- shelf life. A count that is withheld was reported: an older one does not stand in for it.
-- rounded_cells: of how many randomly rounded counts the value is made: one, or none.
-- $measure text measure
with

described as (
    select sources.shelf_life_months, measures_described.is_rounded
    from marts.measures_described
    join marts.sources using (source)
    where measures_described.measure = $measure
),

asked as (
    from marts.periods cross join (select area_code from marts.areas)
),

reported as (
    select area_code, period as source_period, value, state
    from marts.measures
    where measure = $measure and state <> 'not_reported'
)

select
    asked.area_code,
    asked.period,
    reported.value,
    reported.state,
    reported.source_period,
    described.is_rounded::int as rounded_cells
from asked
asof join reported on reported.area_code = asked.area_code and reported.source_period <= asked.period
cross join described
where reported.source_period >= asked.period - to_months(described.shelf_life_months)
