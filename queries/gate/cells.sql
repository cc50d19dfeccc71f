-- One row per count of people that may be published: measure, category (a nationality, mostly none), group and month.
-- is_finest: a part of another count by kecamatan, or a category; such a value is withheld below ten.
-- floor: what a count of things, which is published as it is, says it is at least.
with

people as (
    select * from marts.measures_described where counts = 'people'
),

by_kecamatan as (
    select
        measures.measure,
        '' as category,
        measures.area_code as group_code,
        'kecamatan' as group_kind,
        measures.period,
        measures.value,
        people.relation is not null as is_finest,
        things.value as floor
    from marts.measures
    join people using (measure)
    left join marts.measures as things
        on things.measure = people.at_least
        and things.area_code = measures.area_code
        and things.period = measures.period
),

by_group as (
    select
        totals.measure,
        '' as category,
        totals.group_code,
        case when totals.group_code = 'kantor' then 'office' else 'kabupaten' end as group_kind,
        totals.period,
        totals.value,
        false as is_finest,
        things.value as floor
    from marts.totals
    join people using (measure)
    left join marts.totals as things
        on things.measure = people.at_least
        and things.group_code = totals.group_code
        and things.period = totals.period
),

by_category as (
    select
        measure,
        category,
        kabupaten_code as group_code,
        'kabupaten' as group_kind,
        period,
        value,
        true as is_finest,
        null::double as floor
    from marts.kabupaten_measures
    join people using (measure)
)

select measure, category, group_code, group_kind, period, value::bigint as value, is_finest, floor::bigint as floor
from (from by_kecamatan union all from by_group union all from by_category)
where value is not null
order by measure, category, group_code, period
