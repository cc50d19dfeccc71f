-- One row per source and month: whether its report came, came late, came in part or did not come, on a given day.
-- A source is expected from its first report on, in the months that end its period; one by stage only where it came.
-- Late is the first arrival of the last kabupaten after the due day: a correction makes no report late.
-- $today   date   the day from which it is judged
-- $months  int    so many of the newest months; null for all
with

sent as (
    select
        source,
        period,
        count(*)::int as places_expected,
        count(first_received_on)::int as places_reported,
        max(first_received_on) as complete_on
    from marts.report_places
    group by source, period
),

starts as (
    select source, min(period) as first_period
    from sent
    group by source
),

corrected as (
    select source, period, count(*)::int as cells_corrected
    from marts.corrections
    group by source, period
),

newest as (
    select
        greatest(
            date_trunc('month', $today::date)::date - interval 1 month,
            max(period) filter (where period <= $today::date)
        )::date as last_month,
        min(period) as first_month
    from sent
),

months as (
    select
        unnest(
            generate_series(
                greatest(first_month, coalesce(last_month - to_months($months::int - 1), first_month)),
                last_month,
                interval 1 month
            )
        )::date as period
    from newest
),

cells as (
    select
        sources.source,
        sources.agency_name,
        sources.source_name,
        sources.rhythm,
        sources.place,
        starts.first_period,
        months.period,
        last_day(months.period) + sources.due_days as due_on,
        coalesce(sent.places_expected, (select count(distinct kabupaten_code) from marts.areas))::int
            as places_expected,
        coalesce(sent.places_reported, 0)::int as places_reported,
        sent.complete_on,
        coalesce(corrected.cells_corrected, 0)::int as cells_corrected,
        sent.source is not null or coalesce(
            sources.rhythm <> 'stage'
            and months.period >= starts.first_period
            and datediff('month', starts.first_period, months.period) % sources.period_months = 0,
            false
        ) as is_expected
    from marts.sources
    cross join months
    left join starts using (source)
    left join sent using (source, period)
    left join corrected using (source, period)
)

select
    source,
    agency_name,
    source_name,
    rhythm,
    first_period,
    period,
    due_on,
    $today::date > due_on as is_due,
    places_expected,
    places_reported,
    cells_corrected,
    greatest(coalesce(date_diff('day', due_on, complete_on), 0), 0)::int as days_late,
    case
        when not is_expected then 'not_expected'
        when places_reported = 0 and $today::date <= due_on then 'not_due'
        when places_reported = 0 then 'missing'
        when places_reported < places_expected then 'partial'
        when complete_on > due_on then 'late'
        else 'on_time'
    end as state
from cells
order by place, source, period
