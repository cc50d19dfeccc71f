-- One row per chosen group and month its source reported: whether that may still change, was corrected, or came late.
-- is_provisional: its reports may still come, or be revised, until provisional_until; both are of the whole report.
-- is_corrected: a later file changed a cell of a member's report of that month. is_late: a report came after its due day.
-- received_on: the newest arrival of a file that counts; null where none came.
-- $measure       text   measure
-- $areas         text[] group codes
-- $today         date   the day from which it is judged
-- $revised       text[] sources whose numbers are still revised after their due day
-- $revision_days int[]  for so many days, in the same order
with

described as (
    select
        sources.source,
        sources.due_days,
        coalesce(list_extract($revision_days::int[], list_position($revised::text[], sources.source)), 0) as revision_days
    from marts.measures_described
    join marts.sources using (source)
    where measures_described.measure = $measure
),

members as (
    select area_groups.group_code, area_groups.area_code, areas.kabupaten_code
    from marts.area_groups
    join marts.areas using (area_code)
    where list_contains($areas::text[], area_groups.group_code)
),

places as (
    select distinct group_code, kabupaten_code
    from members
),

arrived as (
    select
        places.group_code,
        report_places.period,
        count(*)::int as reports_expected,
        count(report_places.first_received_on)::int as reports_received,
        max(
            date_diff('day', last_day(report_places.period) + described.due_days, report_places.first_received_on)
        ) as days_late,
        count(*) filter (
            where report_places.first_received_on > last_day(report_places.period) + described.due_days
        )::int as reports_late
    from marts.report_places
    join described using (source)
    join places using (kabupaten_code)
    group by places.group_code, report_places.period
),

received as (
    select places.group_code, report_files.period, max(loads.received_on) as received_on
    from marts.report_files
    join described using (source)
    join places using (kabupaten_code)
    join marts.loads using (load_id)
    where report_files.is_in_force
    group by places.group_code, report_files.period
),

changed as (
    select
        members.group_code,
        corrections.period,
        count(*)::int as cells_corrected,
        bool_or(corrections.is_withheld) as is_withheld,
        max(loads.received_on) as corrected_on
    from marts.corrections
    join described using (source)
    join members using (area_code)
    join marts.loads on loads.load_id = corrections.load_id
    group by members.group_code, corrections.period
)

select
    arrived.group_code,
    arrived.period,
    last_day(arrived.period) + described.due_days + described.revision_days as provisional_until,
    $today::date <= last_day(arrived.period) + described.due_days + described.revision_days as is_provisional,
    changed.group_code is not null as is_corrected,
    arrived.reports_late > 0 as is_late,
    received.received_on,
    arrived.reports_expected,
    arrived.reports_received,
    arrived.reports_late,
    greatest(arrived.days_late, 0)::int as days_late,
    coalesce(changed.cells_corrected, 0)::int as cells_corrected,
    coalesce(changed.is_withheld, false) as is_withheld,
    changed.corrected_on
from arrived
cross join described
left join received using (group_code, period)
left join changed using (group_code, period)
order by list_position($areas::text[], arrived.group_code), arrived.period
