-- One row per kecamatan and month: by how many people stay permits (ITAS and ITAP) and Dukcapil's register differ.
-- base: the larger of the two.
with

compared as (
    select
        area_code,
        period,
        limited.value + permanent.value as permits,
        certificates.value + cards.value as registered,
        case
            when limited.state <> 'reported' then limited.state
            when permanent.state <> 'reported' then permanent.state
            when certificates.state <> 'reported' then certificates.state
            else cards.state
        end as state,
        least(limited.source_period, certificates.source_period) as source_period,
        2 * (limited.rounded_cells + certificates.rounded_cells) as numerator_cells,
        2 * limited.rounded_cells as base_cells
    from figures.known_by_month('limited_stay_permits') as limited
    join figures.known_by_month('permanent_stay_permits') as permanent using (area_code, period)
    join figures.known_by_month('residence_certificates') as certificates using (area_code, period)
    join figures.known_by_month('foreign_id_cards') as cards using (area_code, period)
)

select
    area_code,
    period,
    abs(permits - registered) as numerator,
    greatest(permits, registered) as base,
    state,
    source_period,
    numerator_cells,
    base_cells
from compared
order by area_code, period
