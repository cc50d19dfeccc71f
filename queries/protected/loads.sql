-- One row per accepted extract, as the exact mart, without the reason somebody wrote: it may quote a number.
select * replace (null::varchar as reason)
from marts.loads
order by load_id
