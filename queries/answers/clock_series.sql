-- One row per chosen group, election and month of the clock: the election that is chosen, and each one before it that
-- was held in every kabupaten of the group; of a group whose kabupaten voted on other days there is none, rather than
-- a wrong one. Each in its own months from so many days before its vote to so many after.
-- days: from voting day to the middle of the month (its 15th), negative before it. place: 0 is the chosen election, 1
-- the last one before it. is_outside: the month lies before the first or after the newest one of the snapshot.
-- $measure  text   measure
-- $areas    text[] group codes
-- $election text   the election that is chosen
-- $before   int    days before voting day
-- $after    int    days after it
with

members as (
    select area_groups.group_code, area_groups.group_name, areas.kabupaten_code, count(*)::int as areas_expected
    from marts.area_groups
    join marts.areas using (area_code)
    where list_contains($areas::varchar[], group_code)
    group by all
),

groups as (
    select
        group_code,
        group_name,
        sum(areas_expected)::int as areas_expected,
        count(*) as kabupaten
    from members
    group by all
),

held as (
    select
        groups.group_code,
        elections.election,
        elections.election_name,
        elections.voting_day,
        elections.is_estimate
    from groups
    join members using (group_code)
    join marts.elections using (kabupaten_code)
    group by all
    having count(*) = any_value(groups.kabupaten)
),

laid as (
    select
        held.*,
        (row_number() over (partition by held.group_code order by held.voting_day desc, held.election) - 1)::int
            as place
    from held
    join held as chosen on chosen.group_code = held.group_code and chosen.election = $election
    where held.voting_day < chosen.voting_day or held.election = chosen.election
),

months as (
    select
        *,
        unnest(generate_series(
            date_trunc('month', voting_day - $before::int), voting_day + $after::int, interval 1 month
        ))::date as period,
        (period + 14 - voting_day)::int as days
    from laid
),

known as (
    select min(period) as first_period, max(period) as last_period
    from marts.periods
)

select
    groups.group_code,
    groups.group_name,
    months.election,
    months.election_name,
    months.voting_day,
    months.is_estimate,
    months.place,
    months.period,
    months.days,
    not coalesce(months.period between known.first_period and known.last_period, false) as is_outside,
    monthly.value,
    coalesce(monthly.state, 'not_reported') as state,
    coalesce((select is_rounded from marts.measures_described where measure = $measure), false) as is_rounded,
    coalesce(monthly.cells, 1)::int as cells,
    coalesce(monthly.areas_reporting, 0)::int as areas_reporting,
    groups.areas_expected
from months
join groups using (group_code)
cross join known
left join figures.by_month($measure) as monthly using (group_code, period)
where months.days between -$before::int and $after::int
order by list_position($areas::varchar[], groups.group_code), months.place, months.period
