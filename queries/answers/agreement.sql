-- One row per area (the office, each kabupaten, each kecamatan): what two agencies report of it as of a month, summed
-- over the kecamatan for which both are known, and whether the two are apart by more than is allowed.
-- $first     text   measure of one agency
-- $second    text   measure of the other
-- $period    date   the first day of the month
-- $smallest  int    where the larger number is below this, a difference says nothing
-- $allowed   int    so many apart is no difference
-- $share     double nor is this share of the larger number
with

as_of as (
    select measure, area_code, value, period
    from marts.measures
    join marts.sources using (source)
    where
        period between $period::date - to_months(shelf_life_months) and $period::date
        and measure in ($first, $second)
        and value is not null
    qualify row_number() over (partition by measure, area_code order by period desc) = 1
),

known as (
    select
        area_groups.group_code,
        area_groups.group_name,
        area_groups.group_kind,
        areas.kabupaten_name,
        first.value as first_known,
        second.value as second_known,
        first.period as first_period,
        second.period as second_period,
        first.value is not null and second.value is not null as is_compared
    from marts.area_groups
    join marts.areas using (area_code)
    left join as_of as first on first.area_code = areas.area_code and first.measure = $first
    left join as_of as second on second.area_code = areas.area_code and second.measure = $second
),

compared as (
    select
        group_code,
        group_name,
        group_kind,
        case when group_kind <> 'office' then any_value(kabupaten_name) end as kabupaten_name,
        sum(first_known) filter (where is_compared) as first_value,
        sum(second_known) filter (where is_compared) as second_value,
        count(first_known)::int as first_areas,
        count(second_known)::int as second_areas,
        count(*) filter (where is_compared)::int as areas_compared,
        count(*)::int as areas_expected,
        min(first_period) as first_period,
        min(second_period) as second_period
    from known
    group by group_code, group_name, group_kind
),

judged as (
    select
        *,
        case
            when areas_compared = 0 then 'not_reported'
            when first_value = second_value then 'agrees'
            when greatest(first_value, second_value) < $smallest::int then 'too_small'
            when
                abs(first_value - second_value)
                <= greatest($allowed::int, $share::double * greatest(first_value, second_value))
                then 'agrees'
            else 'differs'
        end as state
    from compared
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
