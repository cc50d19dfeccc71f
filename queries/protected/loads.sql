-- One row per accepted extract, as the exact mart, without the reason somebody wrote: it may quote a number. How many
-- rows a list by category has would tell how many categories there are.
select * replace (
    null::varchar as reason,
    case
        when source not in (select source from marts.measures_described where relation = 'categories') then row_count
    end as row_count
)
from marts.loads
order by load_id
