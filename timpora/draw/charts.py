"""Frame → plotly figure. No query, no Streamlit; plotly.graph_objects, because express is forty times slower."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from timpora.draw import trend_stages
from timpora.draw.on_screen import BAND, GRID, MIDDLE, MUTED
from timpora.draw.trend_axes import LAYOUT, heights, ticks
from timpora.draw.trend_labels import spread
from timpora.draw.trend_lines import empties, lines, marked, style
from timpora.draw.trend_stages import LANE
from timpora.draw.trend_words import Reading, seen
from timpora.measure import ways
from timpora.text import say

_CHART = 255
_AXIS = 34  # the months, between the chart and the stages
_DIRECT = 6  # so many lines have their names at their ends; more have a legend
_LETTER = 7.4  # pixels, of 13 px letters


def trend(
    values: pd.DataFrame,
    unit: str,
    *,
    starts: date,
    ends: date,
    stages: pd.DataFrame,
    elections: pd.DataFrame,
    reading: Reading | None = None,
) -> go.Figure:
    """Lines over months, the election's stages as labelled bands, each voting day as a line.

    values: answers/trend.sql, one row per group and month, or what a way of measure/ways.py makes of it; `reading` says
    which. A month without a number is a gap in the line; where it is withheld it has a mark in a lane under the chart,
    where it was not reported it has none. For markers and further columns see trend_lines.
    stages: stage_name, starts, ends, is_shaded. elections: election_name, voting_day, is_estimate.
    """
    reading, values = reading or Reading(ways.LEVEL, unit), seen(values)
    shown = trend_stages.within(stages, starts, ends)
    groups = [series for _, series in values.groupby("group_code", sort=False)]
    has_marks = len(marked(values)) > 0
    marks = [(place, m) for place, series in enumerate(groups) if has_marks and len(m := marked(series))]
    lanes = max((len(shown) + len(marks)) * LANE, 1)
    height = _CHART + _AXIS + lanes
    traces = [trace for place, series in enumerate(groups) for trace in lines(series, reading, *style(place))]
    for lane, (place, months) in enumerate(marks):
        traces.append(empties(months, lane - len(marks), style(place)[0], yaxis="y2"))
    bars, names = trend_stages.stages_drawn(shown, starts)
    votes, vote_names = trend_stages.voting_days(elections, starts, ends)
    shapes, notes = [*bars, *votes], [*names, *vote_names]
    if marks:
        every = pd.concat([months for _, months in marks])
        words = " / ".join(say(f"empty.{state}") for state in every["state"].unique())
        notes.insert(0, trend_stages.lane_name(words, every["period"].min(), -len(marks)))
    is_named = 1 < len(groups) <= _DIRECT
    has_legend = len(groups) > _DIRECT
    axis = heights(values, reading.way)
    if is_named:
        notes += _names(groups, axis["range"])
    if reading.is_change:
        noise, noise_names = _noise(values, axis["range"])
        shapes, notes = [*noise, *shapes], [*notes, *noise_names]
    margin = (ends - starts) / 80  # so that the first and last marker are whole
    above, below = [(lanes + _AXIS) / height, 1], [0, lanes / height]
    layout = LAYOUT | {
        # One axis of months for chart and lanes: a month that is pointed at speaks in both.
        "xaxis": {"type": "date", "range": [starts - margin, ends + margin], "showgrid": False, **ticks(starts, ends)},
        "yaxis": {
            "domain": above,
            "title": {"text": reading.axis},
            "gridcolor": GRID,
            "zeroline": False,
            **axis,
        },
        "yaxis2": {"domain": below, "visible": False, "range": [len(shown) - 0.4, -0.6 - len(marks)]},
        "shapes": shapes,
        "annotations": notes,
        "height": height + (84 if has_legend else 44),
        "margin": {
            "l": max(64, 14 + int(6 * len(words))) if marks else 64,
            "r": _room(groups) if is_named else 20,
            "t": 74 if has_legend else 34,
            "b": 10,
        },
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "legend": {"orientation": "h", "y": 1 + 26 / height, "x": 0, "yanchor": "bottom"},
        "showlegend": has_legend,
    }
    return go.Figure(traces, layout)


def _names(groups: list[pd.DataFrame], reach: list[float]) -> list[dict]:
    """Each line's name beside its end, moved apart where two ends lie together."""
    low, high = reach
    known = [series["value"].dropna() for series in groups]
    last = [float(values.iloc[-1]) if len(values) else low for values in known]
    apart = spread(last, 17 / _CHART * (high - low), low, high)
    return [
        {
            "x": 1,
            "xref": "paper",
            "y": at,
            "xanchor": "left",
            "xshift": 6,
            "text": str(series["group_name"].iloc[0]),
            "showarrow": False,
            "font": {"size": 13, "color": style(place)[0]},
        }
        for place, (series, at) in enumerate(zip(groups, apart, strict=True))
    ]


def _room(groups: list[pd.DataFrame]) -> int:
    """Pixels that the longest name takes."""
    return 14 + int(_LETTER * max(len(str(series["group_name"].iloc[0])) for series in groups))


def _noise(values: pd.DataFrame, reach: list[float]) -> tuple[list[dict], list[dict]]:
    """Zero, and around it the band in which a change is none that can be told; of all lines the widest."""
    across = {"x0": 0, "x1": 1, "xref": "x domain"}
    zero = {"type": "line", **across, "y0": 0, "y1": 0, "line": {"color": MIDDLE, "width": 1}}
    noise = values.loc[values["state"] == "reported", "noise"].max()
    if not noise > 0:
        return [zero], []
    band = {"type": "rect", **across, "y0": -noise, "y1": noise, "fillcolor": BAND, "line": {"width": 0}}
    name = {
        "x": 0,
        "xref": "paper",
        "y": noise,
        "xanchor": "left",
        "yanchor": "top",
        "text": say("trend.within"),
        "showarrow": False,
        "font": {"size": 11, "color": MUTED},
    }
    has_room = noise / (reach[1] - reach[0]) * _CHART > 14
    return [band | {"layer": "below"}, zero], [name] if has_room else []
