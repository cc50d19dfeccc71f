-- One row per chosen group and month for which the source owes a report: the sum over the kecamatan that reported.
-- Value is null in a month nobody reported: a gap, not a zero; and where it is withheld. A month between the reports of
-- a quarterly source is no gap and has no row; of a source that reports by stage there are the months it reported in.
-- is_rounded: its value is made of randomly rounded counts; cells: of so many published numbers.
-- $measure text   measure
-- $areas   text[] group codes: the office, kabupaten or kecamatan
with

expected as (
    select group_code, group_name, count(*)::int as areas_expected
    from marts.area_groups
    where list_contains($areas::varchar[], group_code)
    group by group_code, group_name
),

described as (
    select
        measures_described.is_rounded,
        sources.rhythm,
        sources.period_months,
        (select max(period) from marts.measures where measure = $measure and state <> 'not_reported') as newest_period
    from marts.measures_described
    join marts.sources using (source)
    where measures_described.measure = $measure
),

owed as (
    select periods.period
    from marts.periods
    left join described on true
    where
        described.newest_period is null
        or (described.rhythm <> 'stage' and date_diff('month', newest_period, period) % period_months = 0)
        or period in (select period from marts.measures where measure = $measure and state <> 'not_reported')
)

select
    expected.group_code,
    expected.group_name,
    owed.period,
    monthly.value,
    coalesce(monthly.state, 'not_reported') as state,
    coalesce((select is_rounded from described), false) as is_rounded,
    coalesce(monthly.cells, 1)::int as cells,
    coalesce(monthly.areas_reporting, 0)::int as areas_reporting,
    expected.areas_expected
from expected
cross join owed
left join figures.by_month($measure) as monthly using (group_code, period)
order by list_position($areas::varchar[], expected.group_code), owed.period
