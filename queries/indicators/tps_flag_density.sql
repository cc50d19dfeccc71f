-- One row per kecamatan and month: flags on polling stations, without the one on hate speech against groups of people.
-- base: polling stations × indicators that were assessed. Not
-- applicable outside the year before an election, nor before the month ahead of it until the first map comes.
with

flags as (
    from figures.rate_by_month('scored_station_flags', 'scored_flag_indicators')
),

stations as (
    from figures.known_by_month('polling_stations')
)

select
    area_code,
    period,
    flags.first_value as numerator,
    flags.second_value * stations.value as base,
    case
        when of_election.area_code is null or (is_due.area_code is null and flags.state is null) then 'not_applicable'
        when flags.state <> 'reported' then flags.state
        else stations.state
    end as state,
    least(flags.source_period, stations.source_period) as source_period,
    0 as numerator_cells,
    0 as base_cells
from (from marts.periods cross join (select area_code from marts.areas)) as asked
left join figures.before_election(12) as of_election using (area_code, period)
left join figures.before_election(1) as is_due using (area_code, period)
left join flags using (area_code, period)
left join stations using (area_code, period)
where
    of_election.area_code is null
    or (is_due.area_code is null and flags.state is null)
    or (flags.state is not null and stations.state is not null)
order by area_code, period
