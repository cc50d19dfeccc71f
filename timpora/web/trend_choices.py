"""What the trend pages have to choose from, by widgets whose state is the URL: a measure, areas, months, a way."""

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from timpora.measure import ways
from timpora.text import month, say
from timpora.web import state, ui
from timpora.web.access import Viewer
from timpora.web.trend_known import known

FIRST = "active_permits"
OWN = "sendiri"
RANGES = {"12": 12, "24": 24, "60": 60, "semua": None, OWN: None}
USUAL_RANGE = "24"
ALL, SPLIT = "semua", "rinci"  # of a measure with parts: the whole, or each part by itself
SHAPES = ("garis", "tumpuk", "deret", "panas", "lereng")


def measure(who: Viewer) -> pd.Series:
    """The measure of the view (`seri` in the URL): a row of answers/measures.sql. Parts of one are `permit_type`'s."""
    there = known(who)
    asked = dict.fromkeys([*st.query_params.get_all("seri"), st.session_state.get("seri")])
    # A link may name a part by itself: it is then in the list as well.
    parts = [code for code in asked if code in there.measure_names and code not in there.listed]
    widget = partial(
        st.selectbox,
        say("trend.measure"),
        format_func=there.measure_names.get,
        label_visibility="collapsed",
        width=340,
    )
    return there.measures.loc[state.pick(widget, "seri", [*there.listed, *parts], FIRST)]


def permit_type(who: Viewer, chosen: pd.Series) -> tuple[pd.Series, pd.DataFrame]:
    """Of a measure with parts (`jenis` in the URL): the row to look at, and the parts where each is asked by itself.

    chosen: what `measure` gave. A measure without parts has no such choice, and is what is looked at.
    """
    there = known(who)
    none = there.measures.head(0)
    if (parts := there.parts.get(chosen.measure)) is None:
        return chosen, none
    names = {code: say(f"trend.type.{code}") for code in (ALL, SPLIT)} | dict(parts["measure_name"])
    widget = partial(st.selectbox, say("trend.type"), format_func=names.get, label_visibility="collapsed", width=230)
    code = state.pick(widget, "jenis", list(names), ALL)
    if code == SPLIT:
        return chosen, parts
    return (chosen if code == ALL else parts.loc[code]), none


def area(who: Viewer) -> pd.Series:
    """The area of the view (`wilayah` in the URL), as ui.choose_area without its label."""
    there = known(who)
    groups, names = there.groups, there.group_names
    widget = partial(st.selectbox, say("trend.area"), format_func=names.get, label_visibility="collapsed", width=220)
    return groups.loc[state.pick(widget, "wilayah", list(groups.index), groups.index[0])]


def others(who: Viewer) -> list[str]:
    """Areas to stand beside the one of the view (`banding` in the URL)."""
    there = known(who)
    widget = partial(
        st.multiselect,
        say("trend.compare"),
        format_func=there.group_names.get,
        placeholder=say("trend.compare"),
        label_visibility="collapsed",
    )
    return state.pick_several(widget, "banding", list(there.groups.index), most=5)


def starts(periods: pd.Series) -> date:
    """The first month of the view (`rentang` in the URL, of one's own `mulai`). periods: answers/periods.sql."""
    widget = partial(
        st.selectbox,
        say("trend.range"),
        format_func=lambda code: say(f"trend.range.{code}"),
        label_visibility="collapsed",
        width=130,
    )
    code = state.pick(widget, "rentang", list(RANGES), USUAL_RANGE)
    usual = usual_start(periods, code)
    return month_of("mulai", "trend.from", periods, usual) if code == OWN else usual


def usual_start(periods: pd.Series, code: str) -> date:
    """The first month of a range, one of RANGES; of one's own the oldest there is, until another is chosen."""
    oldest, newest, months = periods.min(), periods.max(), RANGES[code]
    return (oldest if months is None else max(oldest, newest - pd.DateOffset(months=months - 1))).date()


def ends(periods: pd.Series, starts_at: date) -> date:
    """The last month of the view: the newest, or one's own (`sampai` in the URL), never before the first."""
    newest = periods.max().date()
    if st.session_state.get("rentang") != OWN:
        return newest
    return max(month_of("sampai", "trend.until", periods, newest), starts_at)


def month_of(name: str, sentence: str, periods: pd.Series, default: date) -> date:
    """A month of these, kept in the URL under `name`; sentence: what it is called."""
    months, code = month_codes(periods, default)
    widget = partial(
        st.selectbox,
        say(sentence),
        format_func=lambda each: say(f"{sentence}_month", month=month(months[each])),
        label_visibility="collapsed",
        width=175,
    )
    return months[state.pick(widget, name, list(months), code)]


def month_codes(periods: pd.Series, default: date) -> tuple[dict[str, date], str]:
    """Months by their code in the URL, newest first, and the code of the default: the newest where it is not there."""
    months = {f"{period:%Y-%m}": period.date() for period in sorted(periods, reverse=True)}
    code = f"{default:%Y-%m}"
    return months, code if code in months else next(iter(months))


def way() -> str:
    """The way of looking (`cara` in the URL): one of measure/ways.py."""
    widget = partial(
        st.selectbox,
        say("trend.way"),
        format_func=lambda code: say(f"trend.way.{code}"),
        label_visibility="collapsed",
        width=215,
    )
    return state.pick(widget, "cara", list(ways.WAYS), ways.LEVEL)


def shape() -> str:
    """The shape of the picture (`rupa` in the URL): one of SHAPES."""
    return ui.switch("rupa", SHAPES, "trend.shape")


def election(elections: pd.DataFrame, now: date, box: DeltaGenerator) -> str | None:
    """The election of the view (`pemilihan` in the URL): chosen in a box that is opened for it, held otherwise."""
    if box.open:
        with box:
            return ui.choose_election(elections, now)
    nearest = ui.sentences.nearest_election(elections, now)
    return None if nearest is None else state.held("pemilihan", list(elections["election"]), nearest.election)
