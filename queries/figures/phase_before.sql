-- One row per kabupaten that an election is held in: the election before it there, if any is known, and the month of the
-- same phase: the one with the day that lies as many days before that vote as the middle of a month (its 15th) before
-- this one. By days and not by months, because a vote on the 9th has next to nothing of its own month before it.
-- $election text election
-- $month    date the first day of the month
select
    chosen.kabupaten_code,
    earlier.election as election_before,
    earlier.election_name as election_before_name,
    earlier.voting_day as voting_day_before,
    date_trunc('month', earlier.voting_day - (chosen.voting_day - ($month::date + 14))::int)::date as period_before
from marts.elections as chosen
left join marts.elections as earlier
    on earlier.kabupaten_code = chosen.kabupaten_code and earlier.voting_day < chosen.voting_day
where chosen.election = $election
qualify row_number() over (partition by chosen.kabupaten_code order by earlier.voting_day desc, earlier.election) = 1
