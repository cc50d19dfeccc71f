-- One row per kabupaten that an election is held in: the election before it there, if any is known, and the month that
-- lies as many months before that vote as a month before this one.
-- $election text election
-- $month    date the first day of the month
select
    chosen.kabupaten_code,
    earlier.election as election_before,
    earlier.election_name as election_before_name,
    earlier.voting_day as voting_day_before,
    (
        date_trunc('month', earlier.voting_day) - to_months(date_diff('month', $month::date, chosen.voting_day)::int)
    )::date as period_before
from marts.elections as chosen
left join marts.elections as earlier
    on earlier.kabupaten_code = chosen.kabupaten_code and earlier.voting_day < chosen.voting_day
where chosen.election = $election
qualify row_number() over (partition by chosen.kabupaten_code order by earlier.voting_day desc, earlier.election) = 1
