"""The same chart for each area, side by side on one scale: small multiples."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from timpora.draw.on_screen import GRID, INK, SERIES
from timpora.draw.trend_axes import LAYOUT, heights, ticks
from timpora.draw.trend_lines import empties, lines, marked
from timpora.draw.trend_words import Reading

_PANEL, _GAP_X, _GAP_Y = 104, 0.03, 40  # pixels of a panel; between two: a share of the width, pixels
MOST = 24


def columns(panels: int) -> int:
    """How many side by side: at most four."""
    return min(panels, 4 if panels > 6 or panels == 4 else 3)


def multiples(values: pd.DataFrame, reading: Reading, *, starts: date, ends: date) -> go.Figure:
    """A panel a group, in the order given; all have the same months and the same heights.

    values: as a way has them. Months that are withheld and the like have marks in a lane under zero.
    """
    groups = [series for _, series in values.groupby("group_code", sort=False)]
    across = columns(len(groups))
    rows = -(-len(groups) // across)
    height = rows * _PANEL + (rows - 1) * _GAP_Y
    wide, tall = (1 - (across - 1) * _GAP_X) / across, _PANEL / height
    axis = heights(values, reading.way)
    low, high = axis["range"]
    lane = low - 0.08 * (high - low)
    has_marks = len(marked(values)) > 0
    if has_marks:  # room for their lane, under zero
        axis = axis | {"range": [low - 0.16 * (high - low), high]}
    traces, axes, names = [], {}, []
    for place, series in enumerate(groups):
        row, column = divmod(place, across)
        left, top = column * (wide + _GAP_X), 1 - row * (_PANEL + _GAP_Y) / height
        number = "" if place == 0 else str(place + 1)
        traces += lines(series, reading, SERIES[0], size=4, xaxis=f"x{number}", yaxis=f"y{number}")
        if has_marks and len(months := marked(series)):
            traces.append(empties(months, lane, SERIES[0], xaxis=f"x{number}", yaxis=f"y{number}"))
        axes[f"xaxis{number}"] = {
            "type": "date",
            "domain": [left, min(left + wide, 1)],
            "anchor": f"y{number}",
            "range": [starts, ends],
            "showgrid": False,
            "showticklabels": place + across >= len(groups),
            **ticks(starts, ends, most=3),
        }
        axes[f"yaxis{number}"] = {
            "domain": [max(top - tall, 0), top],
            "anchor": f"x{number}",
            "gridcolor": GRID,
            "zeroline": reading.is_change or axis["range"][0] < low,
            "showticklabels": column == 0,
            **axis,
        }
        names.append(_note(f"<b>{series['group_name'].iloc[0]}</b>", left, top, "bottom", 13))
    names.append(_note(reading.axis, 0, 0, "top", 12) | {"yshift": -26})
    layout = LAYOUT | axes
    layout |= {
        "font": {"size": 12, "color": INK},
        "annotations": names,
        "height": height + 80,
        "margin": {"l": 64, "r": 20, "t": 30, "b": 44},
        "hovermode": "x",
    }
    return go.Figure(traces, layout)


def _note(text: str, x: float, y: float, anchor: str, size: int) -> dict:
    place = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": anchor}
    return {**place, "text": text, "showarrow": False, "font": {"size": size, "color": INK}}
