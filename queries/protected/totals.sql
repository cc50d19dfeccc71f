-- One row per measure, month and group above kecamatan, as the exact mart; a total of people is rounded on its own.
select
    totals.measure,
    totals.source,
    totals.group_code,
    totals.period,
    case when described.counts = 'people' then published.shown else totals.value end as value,
    case
        when described.counts = 'people' and totals.value is not null then coalesce(published.state, 'suppressed')
        else totals.state
    end as state,
    totals.areas_reporting
from marts.totals
join marts.measures_described as described using (measure)
left join gate.published
    on published.measure = totals.measure
    and published.category = ''
    and published.group_code = totals.group_code
    and published.period = totals.period
order by totals.measure, totals.period, totals.group_code
