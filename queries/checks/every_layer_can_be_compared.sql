-- A layer says how far two numbers must be apart (changes: ascending, above zero) and what its three parts are (thirds:
-- two of its breaks, ascending; third_words: three), each with its reason. If not, mend data/reference/layers.toml.
select layer, changes, thirds, third_words
from marts.layers
where
    changes is null
    or len(changes) not between 1 and 3
    or changes <> list_sort(list_distinct(changes))
    or changes[1] <= 0
    or coalesce(why_changes, '') = ''
    or thirds is null
    or len(thirds) <> 2
    or thirds[1] >= thirds[2]
    or not list_has_all(breaks, thirds)
    or third_words is null
    or len(third_words) <> 3
    or coalesce(why_thirds, '') = ''
order by layer
