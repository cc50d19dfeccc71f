-- One row per source: its newest month, when that arrived, and how much of the office it covers.
-- Coverage counts kecamatan, or kabupaten where the source speaks of nothing smaller. A list of items has none.
with

reported as (
    select source, period, area_code, load_id
    from marts.measures
    where state <> 'not_reported'
    union all
    select source, report_files.period, report_files.kabupaten_code, report_files.load_id
    from marts.report_files
    join marts.sources using (source)
    where report_files.is_in_force and sources.grain = 'kabupaten'
),

newest as (
    select source, max(period) as newest_period
    from reported
    group by source
)

select
    sources.source,
    sources.agency_name,
    sources.source_name,
    sources.rhythm,
    sources.grain,
    newest.newest_period,
    max(loads.received_on) as last_received_on,
    count(distinct reported.area_code)::int as areas_reporting,
    case
        when sources.grain = 'kabupaten' then (select count(distinct kabupaten_code) from marts.areas)
        else (select count(*) from marts.areas)
    end::int as areas_expected
from marts.sources
left join newest using (source)
left join reported on reported.source = newest.source and reported.period = newest.newest_period
left join marts.loads using (load_id)
group by all
order by sources.source
