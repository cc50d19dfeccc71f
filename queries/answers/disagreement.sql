-- One row per kabupaten and kecamatan: whether two measures are apart as of a month (figures.judged), since when they
-- have been (figures.apart), and which report to ask for first.
-- has_agreed: whether there was a month in which they agreed at all; agreed_in: the last one.
-- asked, by the first of these that tells: the side that is behind (what it last reported is older than a report of
-- it that is due by now: that one is asked for), the further behind of two; the side whose number moved more in the
-- month when the two parted (the report in which it did), unless other kecamatan were counted then or rounding alone
-- can make it; the side whose number is older; else both. Age comes last: a quarter's number is older in most months.
-- $first     text   measure
-- $second    text   another measure
-- $period    date   the first day of the month
-- $today     date   the day from which it is judged what is due
-- $smallest  int    where the larger number is below this, a difference says nothing
-- $allowed   int    so many apart is no difference
-- $share     double nor is this share of the larger number
with

groups as (
    select group_code, group_name, group_kind, any_value(areas.kabupaten_name) as kabupaten_name
    from marts.area_groups
    join marts.areas using (area_code)
    where group_kind <> 'office'
    group by group_code, group_name, group_kind
),

starts as (
    select described.measure, sources.period_months, sources.due_days, min(report_places.period) as first_period
    from marts.measures_described as described
    join marts.sources using (source)
    join marts.report_places using (source)
    where described.measure in ($first, $second)
    group by all
),

expected as (
    select
        measure,
        due_days,
        unnest(generate_series(first_period, $period::date, to_months(period_months)))::date as period
    from starts
),

newest_due as (
    select
        max(period) filter (where measure = $first) as first_due,
        max(period) filter (where measure = $second) as second_due
    from expected
    where last_day(period) + due_days < $today::date
),

judged as (
    select pairs.*, judged.first_rounded, judged.second_rounded, judged.state
    from figures.pair_by_month($first, $second, $period, $period) as pairs
    cross join lateral figures.judged(
        $first, pairs.first_value, pairs.first_state, pairs.first_cells,
        $second, pairs.second_value, pairs.second_state, pairs.second_cells,
        $smallest, $allowed, $share
    ) as judged
),

now as (
    select
        judged.*,
        apart.* exclude (group_code),
        newest_due.*,
        greatest(datediff('month', judged.first_period, newest_due.first_due), 0) as first_behind,
        greatest(datediff('month', judged.second_period, newest_due.second_due), 0) as second_behind,
        case
            when greatest(first_behind, second_behind) > 0 then 'behind'
            when apart.moved <> 'both' then 'moved'
            when judged.first_period <> judged.second_period then 'older'
            else 'unclear'
        end as reason
    from judged
    cross join newest_due
    left join figures.apart($first, $second, $period, $smallest, $allowed, $share) as apart using (group_code)
)

select
    groups.*,
    now.first_value,
    now.first_state,
    now.first_rounded,
    now.first_cells,
    now.second_value,
    now.second_state,
    now.second_rounded,
    now.second_cells,
    now.state,
    now.since,
    now.months_differing,
    now.since is not null and now.agreed_in is not null as has_agreed,
    now.agreed_in,
    now.months_not_judged,
    case
        when now.since is null then null
        when now.reason = 'moved' then now.moved
        when now.reason = 'behind' and now.first_behind > now.second_behind then 'first'
        when now.reason = 'behind' and now.second_behind > now.first_behind then 'second'
        when now.reason = 'older' and now.first_period < now.second_period then 'first'
        when now.reason = 'older' then 'second'
        else 'both'
    end as asked,
    case when now.since is not null then now.reason end as reason,
    case now.reason when 'behind' then now.first_due when 'moved' then now.first_parted else now.first_period end
        as first_asked,
    case now.reason when 'behind' then now.second_due when 'moved' then now.second_parted else now.second_period end
        as second_asked
from groups
join now using (group_code)
order by groups.group_kind <> 'kabupaten', groups.group_code
