-- One row: whether the two numbers of a place are apart by more than is allowed; with `cross join lateral`, of each row.
-- A difference that random rounding alone can make says nothing: of each published number up to four.
-- agrees_within: so many apart is no difference; silent_within: up to so many apart a difference says nothing, null where
-- one of the two has no number.
-- state: agrees, differs, too_small (to be judged), suppressed, not_reported.
-- $first        text   measure
-- $first_value  double its number
-- $first_state  text   reported, suppressed or not_reported
-- $first_cells  int    published numbers it is the sum of
-- $second       text   another measure
-- $second_value double its number
-- $second_state text   reported, suppressed or not_reported
-- $second_cells int    published numbers it is the sum of
-- $smallest     int    where the larger number is below this, a difference says nothing
-- $allowed      int    so many apart is no difference
-- $share        double nor is this share of the larger number
with

described as (
    select
        coalesce(bool_or(is_rounded) filter (where measure = $first), false) as first_rounded,
        coalesce(bool_or(is_rounded) filter (where measure = $second), false) as second_rounded
    from marts.measures_described
),

limits as (
    select
        *,
        greatest($allowed::int, $share::double * greatest($first_value, $second_value)) as agrees_within,
        case when first_rounded then 4 * $first_cells else 0 end
        + case when second_rounded then 4 * $second_cells else 0 end as noise
    from described
)

select
    first_rounded,
    second_rounded,
    agrees_within,
    case
        when greatest($first_value, $second_value) < $smallest::int then $smallest::int
        else greatest(agrees_within, noise)
    end as silent_within,
    case
        when 'not_reported' in ($first_state, $second_state) then 'not_reported'
        when 'suppressed' in ($first_state, $second_state) then 'suppressed'
        when $first_value = $second_value then 'agrees'
        when greatest($first_value, $second_value) < $smallest::int then 'too_small'
        when abs($first_value - $second_value) <= agrees_within then 'agrees'
        when abs($first_value - $second_value) <= noise then 'too_small'
        else 'differs'
    end as state
from limits
