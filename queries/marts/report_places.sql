-- One row per source, month it reported at all and kabupaten expected to be in that report; first_received_on is the
-- first arrival of any file about it, and null where none came.
-- A report by stage is expected of the kabupaten that vote next. A list of items speaks of the kabupaten that have any.
with

arrived as (
    select speaks.source, speaks.period, speaks.kabupaten_code, min(loads.received_on) as first_received_on
    from staging.speaks
    join staging.loads using (load_id)
    where speaks.kabupaten_code in (select kabupaten_code from staging.areas)
    group by all
),

reported as (
    select distinct arrived.source, arrived.period, sources.grain, sources.rhythm
    from arrived
    join staging.sources using (source)
),

next_vote as (
    select reported.source, reported.period, min(elections.voting_day) as voting_day
    from reported
    join staging.elections on elections.voting_day >= reported.period
    where reported.rhythm = 'stage'
    group by all
),

voting as (
    select next_vote.source, next_vote.period, elections.kabupaten_code
    from next_vote
    join staging.elections using (voting_day)
),

places as (
    select distinct kabupaten_code, kabupaten_name from staging.areas
)

select
    reported.source,
    reported.period,
    places.kabupaten_code,
    places.kabupaten_name,
    arrived.first_received_on
from reported
cross join places
left join arrived using (source, period, kabupaten_code)
left join next_vote using (source, period)
left join voting using (source, period, kabupaten_code)
where
    arrived.first_received_on is not null
    or (reported.grain <> 'item' and (next_vote.voting_day is null or voting.kabupaten_code is not null))
order by reported.source, reported.period, places.kabupaten_code
