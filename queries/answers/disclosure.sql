-- One row per source that counts people: what the audit of small counts found at publication, over all its months.
-- small_cells: counts of 1 to 4, published or not; possible_n: those for which n values fit all that is published
-- (5: that many or more), each rounded to a multiple of five; cuts: coarser cuts that somebody agreed to.
select
    source,
    sources.agency_name,
    sources.source_name,
    disclosure.months_audited,
    disclosure.small_cells,
    disclosure.possible_3,
    disclosure.possible_4,
    disclosure.possible_5,
    disclosure.cuts
from marts.disclosure
join marts.sources using (source)
order by sources.place, source
