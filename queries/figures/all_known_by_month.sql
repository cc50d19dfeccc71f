-- One row per measure, kecamatan and month in which a report counts: the newest one, no older than its source's shelf
-- life. A count that is withheld was reported: an older one does not stand in for it.
-- rounded_cells: of how many randomly rounded counts the value is made: one, or none.
with

described as (
    select measure, sources.shelf_life_months, measures_described.is_rounded
    from marts.measures_described
    join marts.sources using (source)
),

reported as (
    select measure, area_code, period as source_period, value, state
    from marts.measures
    where state <> 'not_reported'
),

asked as (
    from marts.periods cross join (select distinct measure, area_code from reported)
)

select
    asked.measure,
    asked.area_code,
    asked.period,
    reported.value,
    reported.state,
    reported.source_period,
    described.is_rounded::int as rounded_cells
from asked
asof join reported
    on reported.measure = asked.measure
    and reported.area_code = asked.area_code
    and reported.source_period <= asked.period
join described on described.measure = asked.measure
where reported.source_period >= asked.period - to_months(described.shelf_life_months)
