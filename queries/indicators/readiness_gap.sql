-- One row per kecamatan and month: of decree, a meeting within six months, and APOA training, those that are lacking.
-- base: the three.
select
    decree.area_code,
    decree.period,
    3 - decree.value - meeting.value - training.value as numerator,
    3.0::double as base,
    case
        when decree.state <> 'reported' then decree.state
        when meeting.state <> 'reported' then meeting.state
        else training.state
    end as state,
    least(decree.source_period, meeting.source_period, training.source_period) as source_period,
    0 as numerator_cells,
    0 as base_cells
from figures.known_by_month('team_decree') as decree
join figures.known_by_month('met_within_6_months') as meeting using (area_code, period)
join figures.known_by_month('apoa_training') as training using (area_code, period)
order by decree.area_code, decree.period
