-- The permit types of a kecamatan add up to its active permits. If not, mend queries/staging/izin_tinggal.sql.
with

totals as (
    select
        area_code,
        period,
        sum(value) filter (where measure = 'active_permits') as active_permits,
        sum(value) filter (
            where measure in (
                'visa_free_visits', 'visas_on_arrival', 'visit_permits', 'bridging_visit_permits',
                'limited_stay_permits', 'permanent_stay_permits'
            )
        ) as of_all_types
    from marts.measures
    group by area_code, period
)

select area_code, period, active_permits, of_all_types
from totals
where active_permits <> of_all_types
order by area_code, period
