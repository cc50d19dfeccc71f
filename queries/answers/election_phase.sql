-- One row per kabupaten an election is held in, indicator, and phase: 'now' is the month, 'before' the same phase of the
-- election before there. Value is the median of its kecamatan that have one: the usual kecamatan, which one with few
-- cases, where a rate leaps, does not carry with it. Without any it says why, and there is one row all the same.
-- is_rounded: some of the values are made of randomly rounded counts.
-- $election   text   election
-- $period     date   the first day of the month
-- $indicators text[] indicators
with

moments as (
    select areas.area_code, areas.kabupaten_code, 'now' as phase, $period::date as period
    from marts.areas
    join figures.phase_before($election, $period) using (kabupaten_code)
    union all
    select areas.area_code, areas.kabupaten_code, 'before' as phase, before.period_before as period
    from marts.areas
    join figures.phase_before($election, $period) as before using (kabupaten_code)
),

asked as (
    select indicator, indicator_name, unit, decimals, share, agency
    from marts.indicators
    where list_contains($indicators::varchar[], indicator)
),

cells as (
    select
        moments.kabupaten_code,
        moments.phase,
        moments.period,
        asked.*,
        found.value,
        coalesce(found.state, 'not_reported') as state,
        found.is_rounded,
        found.source_period
    from moments
    cross join asked
    left join marts.indicator_values as found
        on found.indicator = asked.indicator
        and found.area_code = moments.area_code
        and found.period = moments.period
),

medians as (
    select
        indicator,
        indicator_name,
        unit,
        decimals,
        share,
        agency,
        kabupaten_code,
        phase,
        period,
        median(value) filter (where state = 'reported') as value,
        case
            when bool_or(state = 'reported') then 'reported'
            when bool_or(state = 'suppressed') then 'suppressed'
            when bool_or(state = 'insufficient') then 'insufficient'
            when bool_and(state = 'not_applicable') then 'not_applicable'
            else 'not_reported'
        end as state,
        coalesce(bool_or(is_rounded) filter (where state = 'reported'), false) as is_rounded,
        count(*)::int as areas_expected,
        count(*) filter (where state = 'reported')::int as areas_reported,
        count(*) filter (where state = 'suppressed')::int as areas_suppressed,
        count(*) filter (where state = 'insufficient')::int as areas_insufficient,
        count(*) filter (where state = 'not_applicable')::int as areas_not_applicable,
        count(*) filter (where state = 'not_reported')::int as areas_not_reported,
        min(source_period) filter (where state = 'reported') as oldest_source_period
    from cells
    group by all
)

from medians
order by list_position($indicators::varchar[], indicator), kabupaten_code, phase desc
