-- One row per measure, kabupaten, month and category of which a number is published. One that is withheld is not there:
-- files list only nationalities that there are, so that a row would tell that somebody is.
select
    reported.measure,
    reported.source,
    reported.kabupaten_code,
    reported.period,
    reported.category,
    case when described.counts = 'people' then published.shown else reported.value end as value,
    reported.state,
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
where described.counts <> 'people' or published.state = 'reported'
order by reported.measure, reported.period, reported.kabupaten_code, reported.category
