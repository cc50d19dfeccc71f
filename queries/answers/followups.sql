-- One row per follow-up item that was agreed by a day, as the newest list of that day or before has it.
-- An item that was done leaves the list. is_listed: the newest list of the office still has it.
-- $day  date  the day from which it is looked at
with

newest as (
    select max(period) as period
    from marts.measures
    where measure = 'followups_open' and period <= $day::date
),

last_word as (
    select *
    from marts.followups
    where period <= $day::date and agreed <= $day::date
    qualify row_number() over (partition by area_code, item order by period desc) = 1
)

select
    last_word.item,
    last_word.area_code,
    areas.area_name,
    areas.kabupaten_code,
    areas.kabupaten_name,
    last_word.agency,
    last_word.agency_name,
    last_word.agreed,
    last_word.due,
    case when last_word.done <= $day::date then last_word.done end as done,
    last_word.period,
    last_word.period = newest.period as is_listed,
    last_word.load_id,
    last_word.sheet,
    last_word.source_row
from last_word
cross join newest
join marts.areas as areas using (area_code)
order by last_word.area_code, last_word.item
