"""The months of several elections on one axis: days before and after voting day, and the same phase of each.

A monthly number speaks of a whole month; it stands at the middle of it, the 15th. series: answers/clock_series.sql.
"""

import calendar
from datetime import date, timedelta

import pandas as pd

BEFORE, AFTER = 380, 62  # days of the clock: a year and half a month before the vote, two months after it
MONTH_LENGTH = 30.4  # days; only to say a number of days in months too
_MIDDLE = timedelta(days=14)  # from the first of a month to its middle


def days(period: date, voting_day: date) -> int:
    """From voting day to the middle of a month, negative before it. period: the first day of the month."""
    return (period + _MIDDLE - voting_day).days


def same_phase(period: date, voting_day: date, earlier: date) -> date:
    """The first day of the month in which the day lies that is as far from an earlier vote as `period` from this one.

    What figures/phase_before.sql says of the last vote before; a test holds that both say the same.
    """
    return (earlier + timedelta(days=days(period, voting_day))).replace(day=1)


def span(period: date, voting_day: date) -> tuple[int, int]:
    """The first and last day of a month, counted from voting day."""
    last = period.replace(day=calendar.monthrange(period.year, period.month)[1])
    return (period - voting_day).days, (last - voting_day).days


def in_phase(earlier: pd.DataFrame, period: date, voting_day: date, months: int = 1) -> pd.Series | None:
    """The row of an earlier election in the same phase as a month; None where its clock does not reach that far.

    earlier: rows of one group and election; months: for how many one report of the source stands. Of a source that
    does not come monthly it is the nearest report, up to half its rhythm away, where the month itself has none.
    """
    voted = earlier["voting_day"].iloc[0].date()
    same = earlier[earlier["period"] == pd.Timestamp(same_phase(period, voting_day, voted))]
    reported = earlier[earlier["state"] != "not_reported"]
    if months > 1 and not same["state"].isin(["reported", "suppressed"]).any() and len(reported):
        away = (reported["days"] - days(period, voting_day)).abs()
        if away.min() <= months * MONTH_LENGTH / 2:
            return reported.loc[away.idxmin()]
    return same.iloc[0] if len(same) else None


def phases(series: pd.DataFrame, today: date, months: int = 1) -> pd.DataFrame:
    """One row per group: its month of the clock now, and one per earlier election: the month of the same phase there.

    "Now" is the newest month in which the group has a number or has one withheld; of an election whose clock has run
    out by `today` the last one before its vote. A group without such a month has no row. Columns are those of
    `series`; the month of the same phase is there even where nothing is known of it: its state says why. months: as
    for `in_phase`.
    """
    found = []
    for _, own in series.groupby("group_code", sort=False):
        chosen = own[(own["place"] == 0) & (own["state"] != "not_reported")]
        voting_day = own["voting_day"].iloc[0].date()
        if today > voting_day + timedelta(days=AFTER):
            chosen = chosen[chosen["days"] <= 0]
        if chosen.empty:
            continue
        now = chosen.iloc[-1]
        found.append(now)
        for _, earlier in own[own["place"] > 0].groupby("place"):
            if (row := in_phase(earlier, now.period.date(), voting_day, months)) is not None:
                found.append(row)
    return pd.DataFrame(found, columns=series.columns).reset_index(drop=True)


def missing(series: pd.DataFrame) -> pd.DataFrame:
    """One row per earlier election of which months of the clock lie before the data: its name, the first month known.

    first: NaT where no month of it is in the data; groups: the places, in their order.
    """
    rows = []
    for name, own in series[series["place"] > 0].groupby("election_name", sort=False):
        first = own.loc[~own["is_outside"], "period"].min()
        if pd.isna(first) or own["period"].min() < first:
            rows.append((name, own["voting_day"].iloc[0], first, list(own["group_name"].unique())))
    return pd.DataFrame(rows, columns=["election_name", "voting_day", "first", "groups"])


def bands(stages: pd.DataFrame, voting_day: date) -> pd.DataFrame:
    """Stages of one election in days of its clock: `start` and `end`, the end of its last day, cut to the clock.

    stages: answers/stages.sql.
    """
    vote = pd.Timestamp(voting_day)
    counted = stages.assign(
        start=(stages["starts"] - vote).dt.days,
        end=(stages["ends"] - vote).dt.days + 1,  # a stage of one day is a day wide
    )
    inside = counted[(counted["end"] > -BEFORE) & (counted["start"] < AFTER)]
    return inside.assign(start=inside["start"].clip(lower=-BEFORE), end=inside["end"].clip(upper=AFTER))
