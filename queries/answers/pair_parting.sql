-- One row per group that differs as of a month, of those asked for: since when, and when the two last agreed.
-- $first    text   measure
-- $second   text   another measure
-- $areas    text[] group codes
-- $period   date   the first day of the month
-- $smallest int    where the larger number is below this, a difference says nothing
-- $allowed  int    so many apart is no difference
-- $share    double nor is this share of the larger number
select group_code, since, months_differing, months_not_judged, agreed_in
from figures.apart($first, $second, $period, $smallest, $allowed, $share)
where list_contains($areas::varchar[], group_code)
order by group_code
