-- One row per group of kecamatan and month from $since to $until: two measures as of the month, as in `pair_as_of`.
-- All months are found in one pass; a test holds that this says of each month what `pair_as_of` says.
-- $first  text measure
-- $second text another measure
-- $since  date the first day of the first month
-- $until  date the first day of the last month
with

months as (
    select unnest(generate_series($since::date, $until::date, interval 1 month))::date as month
),

first as (
    select
        measures.area_code,
        measures.period,
        measures.state,
        measures.value,
        (measures.period + to_months(sources.shelf_life_months))::date as last_month
    from marts.measures
    join marts.sources using (source)
    where measures.measure = $first and measures.state <> 'not_reported'
),

second as (
    select
        measures.area_code,
        measures.period,
        measures.state,
        measures.value,
        (measures.period + to_months(sources.shelf_life_months))::date as last_month
    from marts.measures
    join marts.sources using (source)
    where measures.measure = $second and measures.state <> 'not_reported'
),

known as (
    select
        months.month,
        areas.area_code,
        months.month <= first.last_month as is_first_known,
        months.month <= second.last_month as is_second_known,
        is_first_known and is_second_known as is_paired,
        first.state as first_state,
        first.value as first_value,
        first.period as first_period,
        second.state as second_state,
        second.value as second_value,
        second.period as second_period
    from months
    cross join marts.areas
    asof left join first on first.area_code = areas.area_code and first.period <= months.month
    asof left join second on second.area_code = areas.area_code and second.period <= months.month
),

summed as (
    select
        area_groups.group_code,
        known.month,
        count(*)::int as areas_expected,
        count(*) filter (where known.is_first_known)::int as first_areas,
        count(*) filter (where known.is_second_known)::int as second_areas,
        count(*) filter (where known.is_paired)::int as areas_paired,
        sum(known.first_value) filter (where known.is_paired) as first_sum,
        sum(known.second_value) filter (where known.is_paired) as second_sum,
        coalesce(bool_or(known.first_state = 'suppressed') filter (where known.is_paired), false) as is_first_withheld,
        coalesce(bool_or(known.second_state = 'suppressed') filter (where known.is_paired), false)
            as is_second_withheld,
        min(known.first_period) filter (where known.is_paired) as first_period,
        max(known.first_period) filter (where known.is_paired) as first_newest,
        min(known.second_period) filter (where known.is_paired) as second_period,
        max(known.second_period) filter (where known.is_paired) as second_newest
    from known
    join marts.area_groups using (area_code)
    group by area_groups.group_code, known.month
),

first_total as (
    from marts.totals where measure = $first and state = 'reported'
),

second_total as (
    from marts.totals where measure = $second and state = 'reported'
)

select
    summed.group_code,
    summed.month,
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
    summed.first_newest,
    case
        when summed.areas_paired = 0 then 'not_reported'
        when second_total.value is null and summed.is_second_withheld then 'suppressed'
        else 'reported'
    end as second_state,
    coalesce(second_total.value, case when not summed.is_second_withheld then summed.second_sum end) as second_value,
    case when second_total.value is null then summed.areas_paired else 1 end::int as second_cells,
    summed.second_period,
    summed.second_newest
from summed
left join first_total
    on first_total.group_code = summed.group_code
    and first_total.period = case when summed.first_period = summed.first_newest then summed.first_period end
    and first_total.areas_reporting = summed.areas_paired
left join second_total
    on second_total.group_code = summed.group_code
    and second_total.period = case when summed.second_period = summed.second_newest then summed.second_period end
    and second_total.areas_reporting = summed.areas_paired
