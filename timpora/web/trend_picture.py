"""The picture, sentence, notes and table of each shape of /tren."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from timpora.draw import (
    charts,
    mark_words,
    provenance,
    trend_alarms,
    trend_heat,
    trend_multiples,
    trend_sentences,
    trend_slope,
    trend_stack,
    trend_words,
)
from timpora.draw.markup import Markup
from timpora.measure import ways
from timpora.store.notes import Note
from timpora.text import language, number, say
from timpora.web import note_view, trend_series
from timpora.web.access import Viewer
from timpora.web.answers import ask, snapshot_id
from timpora.web.trend_series import Series, why_no_stack
from timpora.web.trend_view import TrendView


@dataclass(frozen=True)
class Drawn:
    figure: go.Figure
    sentence: str
    notes: list[str]
    table: Callable[[], pd.DataFrame]  # drawn when it is opened


@dataclass(frozen=True)
class Seen:
    """What is behind a view, and its picture; no picture where there is no number."""

    series: Series
    drawn: Drawn | None
    links: Markup  # from the newest numbers back to their files
    figure: go.Figure | None  # what is drawn, with a flag for each note of the view; shared by all sessions
    noted: pd.DataFrame  # those notes


def seen(who: Viewer, view: TrendView, notes: tuple[Note, ...]) -> Seen:
    """Made once of a snapshot for all who may see the same. Raises ways.NotComputable as trend_series.read does.

    notes: note_view.in_force.
    """
    return _seen(snapshot_id(who), language(), notes, who, view.key, view)


@st.cache_resource(max_entries=200, show_spinner=False)
def _seen(snapshot_id: str, language: str, notes: tuple[Note, ...], who: Viewer, key: tuple, _view: TrendView) -> Seen:
    series = trend_series.read(who, _view)
    links = provenance.trend_links(series.values, _view.measure.measure) if series.has_areas else Markup()
    if series.lacks is not None:
        return Seen(series, None, links, None, pd.DataFrame())
    drawn = _warned(who, _view, _draw(_view, series))
    around = (_view.measure, _view.behind, _view.starts, _view.ends)
    return Seen(series, drawn, links, *note_view.on_chart(who, drawn.figure, notes, *around))


def _warned(who: Viewer, view: TrendView, drawn: Drawn) -> Drawn:
    """Lines of plain numbers with what early warning says of them."""
    if view.shape != "garis" or view.way != ways.LEVEL or len(view.parts):
        return drawn
    asked = {"measure": view.measure.measure, "areas": view.areas}
    bounds = ask(who, "trend_bounds", **asked, since=view.starts, until=view.until)
    values = ask(who, "trend", **asked)
    is_single = len(view.areas) == 1 and not view.groups
    figure = trend_alarms.add(drawn.figure, values, bounds, is_single=is_single)
    return replace(drawn, figure=figure, notes=[*drawn.notes, *trend_alarms.notes(bounds, is_single=is_single)])


def _draw(view: TrendView, series: Series) -> Drawn:
    """By the shape of the view. What does not add up is not stacked: it is drawn as lines, and the notes say why."""
    drawn = {"tumpuk": _stack, "deret": _multiples, "panas": _heat, "lereng": _slope}.get(view.shape, _lines)
    picture = drawn(view, series)
    way = trend_sentences.way_note(series.reading)
    return picture if way is None else replace(picture, notes=[way, *picture.notes])


def _lines(view: TrendView, series: Series) -> Drawn:
    values, reading = series.values, series.reading
    figure = charts.trend(
        values,
        view.measure.unit,
        starts=view.starts,
        ends=view.ends,
        stages=view.stages,
        elections=view.elections,
        reading=reading,
    )
    notes = trend_sentences.marks(values, is_change=reading.is_change)
    notes += mark_words.notes(values)
    notes += trend_sentences.vote_notes(view.stages, view.elections, view.election, view.starts, view.ends)
    return Drawn(figure, trend_sentences.answer(values, reading), notes, partial(trend_words.table, values, reading))


def _stack(view: TrendView, series: Series) -> Drawn:
    if (why := why_no_stack(series)) is not None:
        lines = _lines(view, series)
        said = say(f"trend.no_stack.{why}", n=number(trend_stack.MOST))
        return Drawn(lines.figure, f"{said} {lines.sentence}", lines.notes, lines.table)
    values, reading = series.values, series.reading
    figure = trend_stack.stack(values, reading, starts=view.starts, ends=view.ends, elections=view.elections)
    notes = [say("trend.stack_note")] if values["is_rounded"].any() else []
    if values["is_provisional"].any():
        notes.append(say("trend.stack_provisional"))
    if not trend_stack.whole_months(values).all():
        notes.append(say("trend.stack_gaps"))
    return Drawn(
        figure, trend_sentences.stack_answer(values, reading), notes, partial(trend_words.table, values, reading)
    )


def _multiples(view: TrendView, series: Series) -> Drawn:
    values, reading, notes = series.values, series.reading, []
    shown = list(dict.fromkeys(values["group_code"]))
    if len(shown) > trend_multiples.MOST:
        notes.append(say("trend.too_many", n=number(trend_multiples.MOST), all=number(len(shown))))
        values = values[values["group_code"].isin(shown[: trend_multiples.MOST])]
    figure = trend_multiples.multiples(values, reading, starts=view.starts, ends=view.until)
    notes += trend_sentences.marks(values, is_change=reading.is_change)
    notes += mark_words.notes(values)
    return Drawn(
        figure,
        trend_sentences.answer(series.values, reading),
        notes,
        partial(trend_words.table, series.values, reading),
    )


def _heat(view: TrendView, series: Series) -> Drawn:
    values, reading = series.values, series.reading
    figure = trend_heat.heat(values, reading, series.bounds, series.heads)
    return Drawn(figure, trend_sentences.answer(values, reading), [], partial(trend_words.matrix, values, reading))


def _slope(view: TrendView, series: Series) -> Drawn:
    first, last = view.pair
    compared = trend_slope.pairs(series.values, series.reading, first, last, series.hatched_below)
    figure = trend_slope.slope(compared.head(trend_slope.MOST), first, last)
    notes = [say("trend.slope_note")]
    if len(compared) > trend_slope.MOST:
        notes.append(say("trend.too_many", n=number(trend_slope.MOST), all=number(len(compared))))
    sentence = trend_sentences.slope_answer(compared, first, last)
    return Drawn(figure, sentence, notes, partial(trend_words.slope_table, compared, first, last))
