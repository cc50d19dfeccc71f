-- One row per measure, kabupaten, month and category, as the exact mart; counts of people as they are published.
select
    reported.measure,
    reported.source,
    reported.kabupaten_code,
    reported.period,
    reported.category,
    case when described.counts = 'people' then published.shown else reported.value end as value,
    case
        when described.counts = 'people' and reported.value is not null then coalesce(published.state, 'suppressed')
        else reported.state
    end as state,
    reported.load_id,
    reported.sheet,
    reported.source_row
from marts.kabupaten_measures as reported
join marts.measures_described as described using (measure)
left join gate.published
    on published.measure = reported.measure
    and published.category = reported.category
    and published.group_code = reported.kabupaten_code
    and published.period = reported.period
order by reported.measure, reported.period, reported.kabupaten_code, reported.category
