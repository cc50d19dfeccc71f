-- One row per kecamatan and month: findings in the voters' roll that are not settled, of ineligible voters and of WNA.
-- base: voters in the roll. Findings of WNA that are withheld are left out: there are fewer than ten. Not applicable
-- outside the year before an election.
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
        when foreign_found.state = 'suppressed' then 0
        else foreign_found.first_value - foreign_found.second_value
    end as numerator,
    voters.value as base,
    case
        when before_election.area_code is null then 'not_applicable'
        when ineligible.state <> 'reported' then ineligible.state
        else voters.state
    end as state,
    least(ineligible.source_period, foreign_found.source_period, voters.source_period) as source_period,
    foreign_found.first_cells + foreign_found.second_cells as numerator_cells,
    0 as base_cells
from (from marts.periods cross join (select area_code from marts.areas)) as asked
left join figures.before_election() as before_election using (area_code, period)
left join ineligible using (area_code, period)
left join foreign_found using (area_code, period)
left join voters using (area_code, period)
where
    before_election.area_code is null
    or (ineligible.state is not null and foreign_found.state is not null and voters.state is not null)
order by area_code, period
