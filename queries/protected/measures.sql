-- One row per measure, kecamatan and month, as the exact mart; a count of people is its published value, or withheld.
select
    measures.measure,
    measures.source,
    measures.area_code,
    measures.period,
    case when described.counts = 'people' then published.shown else measures.value end as value,
    case
        when described.counts = 'people' and measures.value is not null then coalesce(published.state, 'suppressed')
        else measures.state
    end as state,
    measures.load_id,
    measures.sheet,
    measures.source_row
from marts.measures
join marts.measures_described as described using (measure)
left join gate.published
    on published.measure = measures.measure
    and published.category = ''
    and published.group_code = measures.area_code
    and published.period = measures.period
order by measures.measure, measures.period, measures.area_code
