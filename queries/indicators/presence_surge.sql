-- One row per kecamatan and month: active permits above what the twelve months before lead one to expect; else 0.
-- base: what the upper bound (97.5 %) is above the expectation, at least five people. Exposure, of weight 0. A count
-- model with overdispersion and the two-thirds power transformation (Farrington et al. 1996) over at least six months.
with

known as (
    from figures.known_by_month('active_permits')
),

expected as (
    select
        *,
        avg(value) over before as expected,
        var_samp(value) over before as variance,
        count(value) over before as months
    from known
    window before as (
        partition by area_code order by period range between interval 12 months preceding and interval 1 months preceding
    )
),

bounded as (
    select
        *,
        -- spread of a single month and of the mean itself; no less than Poisson's, nor than random rounding's
        greatest(variance, expected, 1) * (1 + 1 / greatest(months, 1)) + 4 * rounded_cells as spread
    from expected
    where months >= 6 or state = 'suppressed'
)

select
    area_code,
    period,
    greatest(value - expected, 0) as numerator,
    greatest(
        case
            when expected > 0 then expected * pow(1 + 2.0 / 3 * 1.96 * sqrt(spread) / expected, 1.5) - expected
            else 0
        end,
        5
    ) as base,
    state,
    source_period,
    rounded_cells as numerator_cells,
    0 as base_cells
from bounded
order by area_code, period
