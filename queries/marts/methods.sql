-- One row per method of the index that scores are published by; text: the file that it was computed by.
select *
from staging.methods
order by since, method
