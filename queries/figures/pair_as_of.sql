-- One row per group of kecamatan: two measures as of a month, over the members for which both are known.
-- A group's own total is used where it speaks of just these members; else their numbers are added up.
-- $month  date the first day of the month
-- $first  text measure
-- $second text another measure; null for none, and then every member that has the first counts
with

first as (
    from figures.as_of($month) where measure = $first
),

second as (
    from figures.as_of($month) where measure = $second
),

known as (
    select
        area_groups.group_code,
        first.state as first_state,
        first.value as first_value,
        first.source_period as first_period,
        second.state as second_state,
        second.value as second_value,
        second.source_period as second_period,
        first.state is not null and ($second is null or second.state is not null) as is_paired
    from marts.area_groups
    left join first using (area_code)
    left join second using (area_code)
),

summed as (
    select
        group_code,
        count(*)::int as areas_expected,
        count(first_state)::int as first_areas,
        count(second_state)::int as second_areas,
        count(*) filter (where is_paired)::int as areas_paired,
        sum(first_value) filter (where is_paired) as first_sum,
        sum(second_value) filter (where is_paired) as second_sum,
        coalesce(bool_or(first_state = 'suppressed') filter (where is_paired), false) as is_first_withheld,
        coalesce(bool_or(second_state = 'suppressed') filter (where is_paired), false) as is_second_withheld,
        min(first_period) filter (where is_paired) as first_period,
        max(first_period) filter (where is_paired) as first_newest,
        min(second_period) filter (where is_paired) as second_period,
        max(second_period) filter (where is_paired) as second_newest
    from known
    group by group_code
),

first_total as (
    from marts.totals where measure = $first and state = 'reported'
),

second_total as (
    from marts.totals where measure = $second and state = 'reported'
)

select
    summed.group_code,
    summed.areas_expected,
    summed.first_areas,
    summed.second_areas,
    summed.areas_paired,
    case
        when summed.areas_paired = 0 then 'not_reported'
        when first_total.value is null and summed.is_first_withheld then 'suppressed'
        else 'reported'
    end as first_state,
    coalesce(first_total.value, case when not summed.is_first_withheld then summed.first_sum end) as first_value,
    case when first_total.value is null then summed.areas_paired else 1 end::int as first_cells,
    summed.first_period,
    case
        when summed.areas_paired = 0 or $second is null then 'not_reported'
        when second_total.value is null and summed.is_second_withheld then 'suppressed'
        else 'reported'
    end as second_state,
    coalesce(second_total.value, case when not summed.is_second_withheld then summed.second_sum end) as second_value,
    case when second_total.value is null then summed.areas_paired else 1 end::int as second_cells,
    summed.second_period
from summed
left join first_total
    on first_total.group_code = summed.group_code
    and first_total.period = summed.first_period
    and first_total.areas_reporting = summed.areas_paired
    and summed.first_period = summed.first_newest
left join second_total
    on second_total.group_code = summed.group_code
    and second_total.period = summed.second_period
    and second_total.areas_reporting = summed.areas_paired
    and summed.second_period = summed.second_newest
