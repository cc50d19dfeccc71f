-- Every measure a staging query computes is described in its contract, under [[measures]]. If not, add it there.
select distinct reported.measure
from query_table(getvariable('extracts')) as reported
anti join staging.measures_described as described using (measure)
order by measure
