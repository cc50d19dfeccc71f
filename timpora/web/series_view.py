"""The part of /tren that follows a measure month by month: composed by its choices, in five shapes and seven ways."""

import streamlit as st

from timpora.draw import trend_notes
from timpora.measure import ways
from timpora.text import say
from timpora.web import chart, measuring, note_view, state, trend_picture, trend_view, ui
from timpora.web.access import Viewer
from timpora.web.answers import ask
from timpora.web.trend_known import known
from timpora.web.trend_view import TrendView

# Choices that are there for some measures, ways and shapes only.
_PASSING = ("jenis", "dasar", "dari", "ke", "rentang", "mulai", "sampai")


def show(who: Viewer) -> None:
    """The choices, the answer in a sentence, the picture, where its numbers are from, the table."""
    if known(who).periods.empty:
        st.info(say("app.no_snapshot"))
    else:
        _composed(who)


@st.fragment
@measuring.part
def _composed(who: Viewer) -> None:
    """A choice draws these anew, and nothing around them."""
    if state.has_moved():
        st.rerun()
    state.forget(*_PASSING)
    _show(who)
    state.write()


def _show(who: Viewer) -> None:
    answer = st.empty()
    view = trend_view.choose(who)
    name, measure = view.measure.measure_name, view.measure.measure
    try:
        seen = trend_picture.seen(who, view, note_view.in_force())
    except ways.NotComputable as problem:
        with answer.container():
            _cannot(view, problem.reason)
        return
    series, drawn = seen.series, seen.drawn
    if drawn is None:
        answer.info(say(f"trend.lacks.{series.lacks}", measure=name))
        return

    with answer.container():
        ui.answer(drawn.sentence)
    alt = say(f"trend.alt.{view.shape}", measure=name, answer=drawn.sentence)
    chart.show(seen.figure, f"tren_{view.shape}", alt)
    shown = {"areas": view.behind, "since": view.starts, "until": view.until}
    ui.source_note(ask(who, "measure_sources", measure=measure, **shown), who)
    ui.rounding_note(series.values)
    if seen.links:
        st.html(seen.links)
    for note in drawn.notes:
        st.caption(note)
    note_view.below(who, seen.noted, view.measure)

    if table := chart.numbers("tabel_tren"):
        written = drawn.table()
        has_months = view.shape not in ("panas", "lereng")
        whole = trend_notes.noted(written, series.values, seen.noted) if has_months else written
        ui.table(table, whole, numbers=written.columns)


def _cannot(view: TrendView, reason: str) -> None:
    """Why this measure is not looked at in this way, and the way that comes nearest."""
    ui.answer(say(f"trend.cannot.{reason}", measure=view.measure.measure_name))
    nearest = ways.MEAN if reason == "stock" else ways.LEVEL
    st.button(say(f"trend.instead.{nearest}"), key="cara_lain", on_click=_take, args=(nearest,))


def _take(way: str) -> None:
    state.put("cara", way)
