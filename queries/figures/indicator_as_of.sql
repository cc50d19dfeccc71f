-- One row per group of kecamatan: an indicator of the index in a month, or the index itself, and which of the kinds of
-- empty it is otherwise. Of more than one kecamatan it is the median of those that have a value: such values do not add
-- up. A group without any is what can least be mended by waiting: suppressed, then insufficient, then not reported.
-- base_value: of one kecamatan; of a median that is zero the smallest base, so that "0–…" holds for every member.
-- $month     date the first day of the month
-- $indicator text indicator; "index" for the score by the method in force
with

known as (
    select area_code, value, state, numerator, base, is_rounded, cells, source_period
    from marts.indicator_values
    where indicator = $indicator and period = $month::date
    union all
    select area_code, score as value, state, null as numerator, null as base, false as is_rounded, null as cells, period
    from marts.scores
    where
        $indicator = 'index'
        and period = $month::date
        and method = (select method from marts.methods where is_current)
),

summed as (
    select
        area_groups.group_code,
        count(*)::int as areas_expected,
        count(*) filter (known.state = 'reported')::int as areas_reporting,
        median(known.value) filter (known.state = 'reported') as value,
        any_value(known.numerator) as numerator,
        any_value(known.base) as base,
        min(known.base) filter (known.state = 'reported' and known.value = 0) as smallest_base,
        bool_or(known.is_rounded) filter (known.state = 'reported') as is_rounded,
        any_value(known.cells) as cells,
        bool_or(known.state = 'suppressed') as is_withheld,
        bool_or(known.state = 'insufficient') as is_insufficient,
        bool_and(coalesce(known.state, 'not_reported') = 'not_applicable') as is_elsewhere,
        min(known.source_period) filter (known.state = 'reported') as source_period
    from marts.area_groups
    left join known using (area_code)
    group by area_groups.group_code
)

select
    group_code,
    value,
    case
        when areas_reporting > 0 then 'reported'
        when is_withheld then 'suppressed'
        when is_insufficient then 'insufficient'
        when is_elsewhere then 'not_applicable'
        else 'not_reported'
    end as state,
    case when areas_expected = 1 then numerator end as numerator_value,
    case when areas_expected = 1 then base else smallest_base end as base_value,
    coalesce(is_rounded, false) as is_rounded,
    case when areas_expected = 1 then greatest(coalesce(cells, 1), 1) else 1 end::int as cells,
    areas_reporting,
    areas_expected,
    source_period
from summed
