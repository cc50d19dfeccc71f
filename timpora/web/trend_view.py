"""What /tren shows: a measure, areas, months and election, chosen by widgets whose state is the URL."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from timpora.measure import ways
from timpora.measure.own_groups import OwnGroup
from timpora.text import say
from timpora.web import trend_choices, trend_groups
from timpora.web.access import Viewer
from timpora.web.answers import ask, today
from timpora.web.trend_known import known

_ROOM = timedelta(days=31)  # beyond voting day, so that its line does not stand on the edge


@dataclass(frozen=True)
class TrendView:
    measure: pd.Series  # a row of answers/measures.sql: what is counted
    parts: pd.DataFrame  # rows of answers/measures.sql: the permit types, where each is shown by itself
    area: pd.Series  # a row of answers/groups.sql: the first of the areas
    areas: tuple[str, ...]  # group codes
    groups: tuple[OwnGroup, ...]
    way: str  # one of ways.WAYS
    shape: str  # one of trend_choices.SHAPES
    starts: date
    until: date  # the last month
    ends: date  # of the axis: beyond the last month where voting day is near
    base_month: date | None  # of an index
    pair: tuple[date, date] | None  # the two months of a slope
    election: str | None
    elections: pd.DataFrame
    stages: pd.DataFrame  # of the chosen election
    today: date  # what is late or provisional is so as of a day

    @property
    def key(self) -> tuple:
        """What tells it from any other view of the same snapshot."""
        chosen = (self.areas, tuple(map(str, self.groups)), self.way, self.shape, self.election)
        months = (self.starts, self.until, self.ends, self.base_month, self.pair, self.today)
        return (self.measure.measure, tuple(self.parts.index), *chosen, *months)

    @property
    def behind(self) -> tuple[str, ...]:
        """The areas whose reports are behind it: those chosen, and the kecamatan of groups of one's own."""
        return tuple(dict.fromkeys([*self.areas, *(code for group in self.groups for code in group.areas)]))

    @property
    def rhythm(self) -> ways.Rhythm:
        """How often its source reports."""
        return ways.Rhythm(int(self.measure.period_months), by_stage=self.measure.rhythm == "stage")


def choose(who: Viewer) -> TrendView:
    """The choices above the chart, in two lines."""
    periods = known(who).periods
    groups = trend_groups.held(who)
    with st.container(horizontal=True, vertical_alignment="center"):
        measure, parts = trend_choices.permit_type(who, trend_choices.measure(who))
        area = trend_choices.area(who)
        others = trend_choices.others(who)
    areas = tuple(dict.fromkeys([area.group_code, *others]))
    own = ask(who, "trend", measure=measure.measure, areas=(area.group_code,))
    with st.container(horizontal=True, vertical_alignment="center"):
        way = trend_choices.way()
        shape = trend_choices.shape()
        # A slope has its own two months, and no range.
        pair = _pair(own) if shape == "lereng" else None
        starts = pair[0] if pair else trend_choices.starts(periods)
        until = pair[1] if pair else trend_choices.ends(periods, starts)
        base_month = _base_month(own, starts) if way == ways.INDEX else None
        box = st.popover(say("trend.more"), key="lainnya", on_change="rerun")
    elections = ask(who, "elections", areas=areas)
    election = trend_choices.election(elections, today(who), box)
    if box.open:
        trend_groups.edit(who, groups, box)
    return composed(
        who,
        measure=measure,
        parts=parts,
        area=area,
        areas=areas,
        groups=tuple(groups),
        way=way,
        shape=shape,
        starts=starts,
        until=until,
        base_month=base_month,
        pair=pair,
        election=election,
        elections=elections,
    )


def composed(who: Viewer, **chosen) -> TrendView:
    """The view of these choices: all fields of TrendView but ends, stages and today, which follow from them."""
    elections, election = chosen["elections"], chosen["election"]
    ends = _end_of_axis(elections, election, chosen["until"], known(who).periods.max().date())
    return TrendView(ends=ends, stages=ask(who, "stages", election=election), today=today(who), **chosen)


def _base_month(own: pd.DataFrame, starts: date) -> date:
    return trend_choices.month_of("dasar", "trend.base", own["period"], usual_base(own, starts))


def usual_base(own: pd.DataFrame, starts: date) -> date:
    """The month that is 100 at first: the first one shown that the source reports in. own: answers/trend.sql."""
    shown = own.loc[(own["period"] >= pd.Timestamp(starts)) & (own["state"] == "reported"), "period"]
    return (shown.min() if len(shown) else own["period"].max()).date()


def _pair(own: pd.DataFrame) -> tuple[date, date]:
    before, newest = usual_pair(own)
    first = trend_choices.month_of("dari", "trend.from", own["period"], before)
    last = trend_choices.month_of("ke", "trend.until", own["period"], newest)
    return min(first, last), max(first, last)


def usual_pair(own: pd.DataFrame) -> tuple[date, date]:
    """The months of a slope at first: the newest, and before it the one a year before. own: answers/trend.sql."""
    known = own.loc[own["state"] != "not_reported", "period"]
    newest = known.max() if len(known) else own["period"].max()
    return max(own["period"].min(), newest - pd.DateOffset(years=1)).date(), newest.date()


def _end_of_axis(elections: pd.DataFrame, election: str | None, until: date, newest: date) -> date:
    """The vote is part of the picture while it is near; an estimate years ahead would squeeze the rest."""
    voting_day = elections.set_index("election")["voting_day"].get(election)
    if voting_day is None or until < newest or voting_day.date() >= newest + timedelta(days=200):
        return until
    return max(until, (voting_day + _ROOM).date())
