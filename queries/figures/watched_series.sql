-- One row per measure, group of kecamatan and month whose number may be compared with other months: of a kecamatan what
-- it reported, of a kabupaten or the office its own total, in months in which as many kecamatan reported as mostly do:
-- a total over fewer is no fall, and one over more no rise. What is withheld is not there.
-- is_rounded: whether the number was randomly rounded.
-- $measures text[] measures
with

places as (
    select measure, area_code as group_code, period, value
    from marts.measures
    where state = 'reported' and list_contains($measures::varchar[], measure)
),

-- Of two numbers of kecamatan that are as frequent the larger one.
mostly as (
    select measure, group_code, max_by(areas_reporting, months * 1000000 + areas_reporting) as areas_reporting
    from (
        select measure, group_code, areas_reporting, count(*) as months
        from marts.totals
        where areas_reporting > 0
        group by measure, group_code, areas_reporting
    )
    group by measure, group_code
),

sums as (
    select totals.measure, totals.group_code, totals.period, totals.value
    from marts.totals
    join mostly using (measure, group_code, areas_reporting)
    where totals.state = 'reported' and list_contains($measures::varchar[], totals.measure)
),

numbers as (
    from places
    union all
    from sums
)

select numbers.measure, numbers.group_code, numbers.period, numbers.value, described.is_rounded
from numbers
join marts.measures_described as described using (measure)
