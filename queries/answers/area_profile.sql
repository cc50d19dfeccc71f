-- One row per measure: what is known of a group of kecamatan as of a month. Value is null where no member reported.
-- What is known of kabupaten only is no fact about a kecamatan and is left out.
-- $area    text   group_code: the office, a kabupaten or a kecamatan
-- $period  date   the first day of the month
with

members as (
    select area_code from marts.area_groups where group_code = $area
),

as_of as (
    select measure, area_code, value, period as source_period
    from marts.measures
    join marts.sources using (source)
    where
        period between $period::date - to_months(shelf_life_months) and $period::date
        and area_code in (select area_code from members)
        and value is not null
    qualify row_number() over (partition by measure, area_code order by period desc) = 1
)

select
    described.measure,
    described.measure_name,
    described.unit,
    described.source,
    sum(as_of.value) as value,
    count(as_of.value)::int as areas_reporting,
    (select count(*) from members)::int as areas_expected,
    min(as_of.source_period) as oldest_period
from marts.measures_described as described
join marts.sources using (source)
left join as_of using (measure)
where sources.grain <> 'kabupaten'
group by all
order by min(described.place), described.measure
