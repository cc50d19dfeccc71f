-- One row per month from the first of the snapshot to $until: two measures of one group as of the month, over the
-- kecamatan for which both are known, and whether they are apart (figures.pair_by_month, figures.judged).
-- is_first_own, is_second_own: the number is of a report of that very month; else an older one still counts.
-- $first    text   measure
-- $second   text   another measure
-- $area     text   group code
-- $until    date   the first day of the last month
-- $smallest int    where the larger number is below this, a difference says nothing
-- $allowed  int    so many apart is no difference
-- $share    double nor is this share of the larger number
select
    pairs.month,
    pairs.first_value,
    pairs.first_state,
    judged.first_rounded,
    pairs.first_cells,
    coalesce(pairs.first_newest = pairs.month, false) as is_first_own,
    pairs.first_newest,
    pairs.first_areas,
    pairs.second_value,
    pairs.second_state,
    judged.second_rounded,
    pairs.second_cells,
    coalesce(pairs.second_newest = pairs.month, false) as is_second_own,
    pairs.second_newest,
    pairs.second_areas,
    pairs.areas_paired,
    pairs.areas_expected,
    judged.agrees_within,
    judged.silent_within,
    judged.state
from figures.pair_by_month(
    $first, $second, (select least(min(period), $until::date) from marts.periods), $until
) as pairs
cross join lateral figures.judged(
    $first, pairs.first_value, pairs.first_state, pairs.first_cells,
    $second, pairs.second_value, pairs.second_state, pairs.second_cells,
    $smallest, $allowed, $share
) as judged
where pairs.group_code = $area
order by pairs.month
