-- One row per area (the office, each kabupaten, each kecamatan): what two agencies report of it as of a month, summed
-- over the kecamatan for which both are known, and whether the two are apart by more than is allowed.
-- A difference that random rounding alone can make says nothing: of each published number up to four.
-- $first     text   measure of one agency
-- $second    text   measure of the other
-- $period    date   the first day of the month
-- $smallest  int    where the larger number is below this, a difference says nothing
-- $allowed   int    so many apart is no difference
-- $share     double nor is this share of the larger number
with

groups as (
    select
        group_code,
        group_name,
        group_kind,
        case when group_kind <> 'office' then any_value(areas.kabupaten_name) end as kabupaten_name
    from marts.area_groups
    join marts.areas using (area_code)
    group by group_code, group_name, group_kind
),

compared as (
    select
        groups.*,
        pairs.first_value,
        pairs.second_value,
        pairs.first_state,
        pairs.second_state,
        pairs.first_cells,
        pairs.second_cells,
        coalesce((select is_rounded from marts.measures_described where measure = $first), false) as first_rounded,
        coalesce((select is_rounded from marts.measures_described where measure = $second), false) as second_rounded,
        pairs.first_areas,
        pairs.second_areas,
        pairs.areas_paired as areas_compared,
        pairs.areas_expected,
        pairs.first_period,
        pairs.second_period
    from groups
    join figures.pair_as_of($period, $first, $second) as pairs using (group_code)
),

apart as (
    select
        *,
        abs(first_value - second_value) as difference,
        case when first_rounded then 4 * first_cells else 0 end
        + case when second_rounded then 4 * second_cells else 0 end as noise
    from compared
),

judged as (
    select
        * exclude (difference, noise),
        case
            when areas_compared = 0 then 'not_reported'
            when first_state = 'suppressed' or second_state = 'suppressed' then 'suppressed'
            when first_value = second_value then 'agrees'
            when greatest(first_value, second_value) < $smallest::int then 'too_small'
            when difference <= greatest($allowed::int, $share::double * greatest(first_value, second_value))
                then 'agrees'
            when difference <= noise then 'too_small'
            else 'differs'
        end as state
    from apart
),

differing as (
    select area_groups.group_code, count(*)::int as areas_differing
    from judged
    join marts.area_groups on area_groups.area_code = judged.group_code
    where judged.state = 'differs'
    group by area_groups.group_code
)

select
    judged.*,
    coalesce(differing.areas_differing, 0)::int as areas_differing
from judged
left join differing using (group_code)
order by group_kind <> 'office', group_code
