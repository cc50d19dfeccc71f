"""Early warning on the lines of /tren: what one series was expected to be, and the months above their bound."""

from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from timpora.draw import alarm_words
from timpora.draw.on_screen import ALARM, EXPECTED, GROUND, USUAL
from timpora.draw.trend_axes import days
from timpora.text import say


def add(figure: go.Figure, values: pd.DataFrame, bounds: pd.DataFrame, *, is_single: bool) -> go.Figure:
    """The figure with a triangle over each alarm; of a single series with what is usual, as a band up to its bound.

    values: the numbers drawn, as they are published (group_code, group_name, period, value); bounds:
    answers/trend_bounds.sql. It is the figure that was given, drawn on: a copy costs as much as the rest.
    """
    if is_single and len(bounds):
        figure.add_traces(_band(bounds))
        figure.data = [*figure.data[-2:], *figure.data[:-2]]  # behind the line
    alarms = bounds[bounds["is_alarm"]].merge(values, on=["group_code", "period"])
    if len(alarms):
        figure.add_trace(_triangles(alarms))
    return figure


def notes(bounds: pd.DataFrame, *, is_single: bool) -> list[str]:
    """What band and triangles are, where they are there."""
    said = [say("trend.alarm.band")] if is_single and len(bounds) else []
    return [*said, say("trend.alarm.triangle")] if bounds["is_alarm"].any() else said


def _band(bounds: pd.DataFrame) -> list[go.Scatter]:
    months = pd.date_range(bounds["period"].min(), bounds["period"].max(), freq="MS")
    known = bounds.set_index("period").reindex(months)  # a month without a bound is a gap, as in the line
    x = [month.strftime("%Y-%m-%d") for month in months]
    told = [None if pd.isna(row.upper) else say("trend.alarm.usual", **_words(row)) for row in known.itertuples()]
    common = {"mode": "lines", "connectgaps": False, "showlegend": False}
    across, up = _outlines(x, _heights(known["upper"]))
    upper = go.Scatter(
        x=across,
        y=up,
        line={"width": 0},
        fill="toself",
        fillcolor=USUAL,
        hoverinfo="skip",
        **common,
    )
    expected = go.Scatter(
        x=x,
        y=_heights(known["expected"]),
        line={"width": 1, "color": EXPECTED},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        **common,
    )
    return [upper, expected]


def _outlines(x: list[str], heights: list[float | None]) -> tuple[list, list]:
    """Round each stretch of months with a bound, down to zero: what is filled down to an axis is filled across gaps."""
    across, up = [], []
    for is_gap, own in groupby(zip(x, heights, strict=True), key=lambda spot: spot[1] is None):
        if not is_gap:
            months, bounds = zip(*own, strict=True)
            across += [*months, months[-1], months[0], None]
            up += [*bounds, 0, 0, None]
    return across[:-1], up[:-1]


def _triangles(alarms: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=days(alarms),
        y=alarms["value"].tolist(),
        mode="markers",
        marker={"symbol": "triangle-up", "size": 13, "color": ALARM, "line": {"color": GROUND, "width": 1}},
        showlegend=False,
        cliponaxis=False,
        hovertemplate="%{customdata}<extra></extra>",
        customdata=[say("trend.alarm.here", place=row.group_name, **_words(row)) for row in alarms.itertuples()],
    )


def _words(row) -> dict[str, str]:
    return {"expected": alarm_words.usual(row.expected), "upper": alarm_words.bound(row.upper)}


def _heights(column: pd.Series) -> list:
    return [None if pd.isna(value) else round(value, 1) for value in column]
