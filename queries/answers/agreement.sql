-- One row per area (the office, each kabupaten, each kecamatan): two measures of it as of a month, summed over the
-- kecamatan for which both are known, and whether the two are apart by more than is allowed (figures.judged).
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

judged as (
    select
        groups.*,
        pairs.first_value,
        pairs.second_value,
        pairs.first_state,
        pairs.second_state,
        pairs.first_cells,
        pairs.second_cells,
        judged.first_rounded,
        judged.second_rounded,
        pairs.first_areas,
        pairs.second_areas,
        pairs.areas_paired as areas_compared,
        pairs.areas_expected,
        pairs.first_period,
        pairs.second_period,
        judged.state
    from groups
    join figures.pair_as_of($period, $first, $second) as pairs using (group_code)
    cross join lateral figures.judged(
        $first, pairs.first_value, pairs.first_state, pairs.first_cells,
        $second, pairs.second_value, pairs.second_state, pairs.second_cells,
        $smallest, $allowed, $share
    ) as judged
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
