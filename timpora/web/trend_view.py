"""What /tren shows: areas, months and election, chosen by widgets whose state is the URL."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from timpora.text import say
from timpora.web import state, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask, today

_RANGES = {"12": 12, "24": 24, "semua": None}
_ROOM = timedelta(days=31)  # beyond voting day, so that its line does not stand on the edge


@dataclass(frozen=True)
class TrendView:
    areas: tuple[str, ...]
    starts: date
    ends: date
    election: str | None
    elections: pd.DataFrame
    stages: pd.DataFrame  # of the chosen election

    @property
    def starts_at(self) -> pd.Timestamp:
        return pd.Timestamp(self.starts)


def choose(who: Viewer) -> TrendView | None:
    """The choices above the chart; None while there is no month to show."""
    periods = ask(who, "periods")["period"]
    if periods.empty:
        return None
    where, beside, span, vote = st.columns([3, 4, 3, 2])
    with where:
        area = ui.choose_area(who)
    with beside:
        others = _compare(who)
    with span:
        widget = partial(
            st.segmented_control, say("trend.range"), format_func=lambda code: say(f"trend.range.{code}"), required=True
        )
        months = _RANGES[state.pick(widget, "rentang", list(_RANGES), "24")]
    areas = tuple(dict.fromkeys([area.group_code, *others]))
    elections = ask(who, "elections", areas=areas)
    with vote:
        election = ui.choose_election(elections, today(who))
    voting_day = elections.set_index("election")["voting_day"].get(election)
    newest, oldest = periods.max(), periods.min()
    # The vote is part of the picture while it is near; an estimate years ahead would squeeze the rest.
    is_near = voting_day is not None and voting_day < newest + timedelta(days=200)
    ends = max(newest, voting_day + _ROOM) if is_near else newest
    starts = oldest if months is None else max(oldest, newest - pd.DateOffset(months=months - 1))
    return TrendView(areas, starts.date(), ends.date(), election, elections, ask(who, "stages", election=election))


def _compare(who: Viewer) -> list[str]:
    groups = ask(who, "groups")
    widget = partial(
        st.multiselect,
        say("trend.compare"),
        format_func=ui.area_names(groups).get,
        placeholder=say("trend.compare_hint"),
    )
    return state.pick_several(widget, "banding", list(groups["group_code"]), most=5)
