-- One row per kecamatan and month: findings in the voters' roll that are not settled, of ineligible voters and of WNA.
-- base: voters in the roll. Where it is withheld how many of the WNA found are settled, and fewer than ten were found,
-- these are left out. Not applicable outside the year before an election, nor more than four months ahead of it (the
-- provisional roll, DPS) until the first roll comes.
with

ineligible as (
    from figures.rate_by_month('ineligible_found', 'ineligible_settled')
),

foreign_found as (
    from figures.rate_by_month('foreign_in_roll_found', 'foreign_in_roll_settled')
),

voters as (
    from figures.known_by_month('voters')
)

select
    area_code,
    period,
    ineligible.first_value - ineligible.second_value
    + case
        when foreign_found.state = 'suppressed' and foreign_found.first_value < 10 then 0
        else foreign_found.first_value - foreign_found.second_value
    end as numerator,
    voters.value as base,
    case
        when of_election.area_code is null or (is_due.area_code is null and ineligible.state is null) then 'not_applicable'
        when ineligible.state <> 'reported' then ineligible.state
        when foreign_found.state <> 'reported' and coalesce(foreign_found.first_value, 10) >= 10 then foreign_found.state
        else voters.state
    end as state,
    least(ineligible.source_period, foreign_found.source_period, voters.source_period) as source_period,
    case
        when foreign_found.state = 'reported' then foreign_found.first_cells + foreign_found.second_cells
    end as numerator_cells,
    0 as base_cells
from (from marts.periods cross join (select area_code from marts.areas)) as asked
left join figures.before_election(12) as of_election using (area_code, period)
left join figures.before_election(4) as is_due using (area_code, period)
left join ineligible using (area_code, period)
left join foreign_found using (area_code, period)
left join voters using (area_code, period)
where
    of_election.area_code is null
    or (is_due.area_code is null and ineligible.state is null)
    or (ineligible.state is not null and foreign_found.state is not null and voters.state is not null)
order by area_code, period
