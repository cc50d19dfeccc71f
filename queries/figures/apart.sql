-- One row per group of kecamatan whose two numbers differ as of a month (figures.judged): since when, and what moved.
-- since: the first month in which they differ after the last one in which they agreed. A month that cannot be judged
-- (not reported, withheld, too small) neither ends that time nor counts in it; a report that serves several months, a
-- quarter's, counts in each of them. agreed_in: that last month, null where they never agreed.
-- moved: the side whose number moved more in the month when the two parted, from the report that first_parted or
-- second_parted names; both, where other kecamatan were counted then or rounding alone can make it.
-- $first     text   measure
-- $second    text   another measure
-- $month     date   the first day of the month
-- $smallest  int    where the larger number is below this, a difference says nothing
-- $allowed   int    so many apart is no difference
-- $share     double nor is this share of the larger number
with

reported as (
    select min(period) as first_month from marts.periods
),

judged as (
    select pairs.*, judged.first_rounded, judged.second_rounded, judged.state
    from figures.pair_by_month(
        $first, $second, (select least(first_month, $month::date) from reported), $month
    ) as pairs
    cross join lateral figures.judged(
        $first, pairs.first_value, pairs.first_state, pairs.first_cells,
        $second, pairs.second_value, pairs.second_state, pairs.second_cells,
        $smallest, $allowed, $share
    ) as judged
),

differing as (
    select group_code from judged where month = $month and state = 'differs'
),

moves as (
    select
        *,
        abs(first_value - lag(first_value) over by_month) as first_move,
        abs(second_value - lag(second_value) over by_month) as second_move,
        case when first_rounded then 4 * (first_cells + lag(first_cells) over by_month) else 0 end
        + case when second_rounded then 4 * (second_cells + lag(second_cells) over by_month) else 0 end as noise,
        areas_paired = lag(areas_paired) over by_month as is_of_the_same,
        max(month) filter (where state = 'agrees') over (partition by group_code) as agreed_in
    from judged
    where group_code in (from differing)
    window by_month as (partition by group_code order by month)
),

apart as (
    select
        group_code,
        min(month) as since,
        count(*)::int as months_differing,
        any_value(agreed_in) as agreed_in,
        arg_min(first_newest, month) as first_parted,
        arg_min(second_newest, month) as second_parted,
        arg_min(
            case
                when not is_of_the_same or abs(first_move - second_move) <= noise then 'both'
                when first_move > second_move then 'first'
                when second_move > first_move then 'second'
                else 'both'
            end,
            month
        ) as moved
    from moves
    where state = 'differs' and month > coalesce(agreed_in, '-infinity'::date)
    group by group_code
)

select
    group_code,
    since,
    months_differing,
    (datediff('month', since, $month::date) + 1 - months_differing)::int as months_not_judged,
    agreed_in,
    first_parted,
    second_parted,
    moved
from apart
