-- One row per parameter of the rule that this snapshot's alarms were found by.
-- version: of the rules' file; is_kept: whether somebody kept other parameters than the file's.
select parameter, value, version, is_kept
from marts.alarm_rule
order by parameter
