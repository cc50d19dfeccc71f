-- part_of, within, categories_of and at_least of a contract's [[measures]] name a measure. If not, mend the contract.
with

named as (
    select measure, parent_measure as other from staging.measures_described where parent_measure is not null
    union all
    select measure, at_least as other from staging.measures_described where at_least is not null
)

select named.measure, named.other
from named
anti join staging.measures_described as described on described.measure = named.other
order by named.measure, named.other
