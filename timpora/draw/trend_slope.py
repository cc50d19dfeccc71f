"""Two months and a line between them for each area: a slope chart. Names and numbers stand at both ends."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from timpora.draw.on_screen import INK, MIDDLE, SERIES
from timpora.draw.trend_axes import LAYOUT
from timpora.draw.trend_labels import spread
from timpora.draw.trend_words import Reading
from timpora.measure import ways
from timpora.text import month, say

MOST = 24
_UNTOLD = MIDDLE
_ROSE, _FELL = SERIES[0], SERIES[5]  # as in a neutral difference: fewer is grey, more is blue
_GAP = 17  # pixels between two labels


def pairs(values: pd.DataFrame, reading: Reading, first: date, last: date, hatched_below: float) -> pd.DataFrame:
    """A row a group: first_value, last_value, first_text, last_text, change_text, is_told (None where not both known).

    values: as a way has them. Where other kecamatan stand behind the two months they are not compared.
    """
    rows = []
    for code, series in values.groupby("group_code", sort=False):
        ends = [series[series["period"] == pd.Timestamp(when)] for when in (first, last)]
        texts = [reading.text(next(end.itertuples())) if len(end) else say("empty.not_reported") for end in ends]
        numbers = [end["value"].iloc[0] if len(end) else float("nan") for end in ends]
        row = {"group_code": code, "group_name": series["group_name"].iloc[0]}
        row |= dict(zip(("first_value", "last_value"), numbers, strict=True))
        row |= dict(zip(("first_text", "last_text"), texts, strict=True))
        rows.append(row | _compared(pd.concat(ends), numbers, reading, hatched_below))
    return pd.DataFrame(rows)


def _compared(ends: pd.DataFrame, numbers: list[float], reading: Reading, hatched_below: float) -> dict:
    if ends["value"].notna().sum() < 2:
        return {"change_text": "–", "is_told": None}
    if ends["areas_reporting"].nunique() > 1:
        return {"change_text": say("empty.insufficient"), "is_told": None}
    if "segment" in ends and ends["segment"].nunique() > 1:
        return {"change_text": say("empty.not_applicable"), "is_told": None}
    gap, noise = numbers[1] - numbers[0], ends["noise"].sum()
    is_told = bool(noise == 0 or abs(gap) > noise)
    percent = float("nan")
    if reading.way == ways.LEVEL and is_told and numbers[0] - ends["noise"].iloc[0] >= hatched_below:
        percent = 100 * gap / numbers[0]
    change = pd.Series(
        {
            "state": "reported",
            "value": gap,
            "is_told": is_told,
            "is_rounded": bool(ends["is_rounded"].any()),
            "percent": percent,
        }
    )
    return {"change_text": Reading(ways.YEAR, reading.unit).text(change), "is_told": is_told}


def slope(compared: pd.DataFrame, first: date, last: date) -> go.Figure:
    """Lines from one month to the other; dashed and grey where rounding alone can make the difference.

    compared: see `pairs`. A group without both numbers has the one it has, as a point, and no line; two that do not
    compare, as those on either side of a break, are points too.
    """
    known = compared[compared[["first_value", "last_value"]].notna().any(axis=1)]
    height = max(300, min(620, 26 * len(known) + 60))
    traces = []
    for row in known.itertuples():
        is_plain = row.is_told is not True
        colour = _UNTOLD if is_plain else _ROSE if row.last_value >= row.first_value else _FELL
        traces.append(
            {
                "type": "scatter",
                "x": [0, 1],
                "y": [None if pd.isna(value) else round(value, 4) for value in (row.first_value, row.last_value)],
                "mode": "markers" if row.is_told is None else "lines+markers",
                "name": str(row.group_name),
                "line": {"color": colour, "width": 2.5, "dash": "dot" if is_plain else "solid"},
                "marker": {"size": 7, "color": colour},
                "customdata": [row.first_text, row.last_text],
                "text": [row.change_text] * 2,
                "hovertemplate": "%{fullData.name}: <b>%{customdata}</b> (%{text})<extra></extra>",
            }
        )
    numbers = pd.concat([known["first_value"], known["last_value"]]).dropna()
    low, high = (min(numbers.min(), 0), max(numbers.max(), 1)) if len(numbers) else (0, 1)
    low, high = low - 0.04 * (high - low), high + 0.04 * (high - low)
    longest = max((len(f"{row.group_name}  {row.first_text}") for row in known.itertuples()), default=10)
    layout = LAYOUT | {
        "annotations": [
            *_labels(known, "first", 0, (low, high), height),
            *_labels(known, "last", 1, (low, high), height),
        ],
        "height": height + 60,
        "margin": {"l": 20 + int(7.4 * longest), "r": 20 + int(7.4 * longest), "t": 44, "b": 16},
        "xaxis": {
            "range": [-0.02, 1.02],
            "tickvals": [0, 1],
            "ticktext": [month(first), month(last)],
            "side": "top",
            "showgrid": True,
            "gridcolor": INK,
            "zeroline": False,
        },
        "yaxis": {"range": [low, high], "visible": False},
        "hovermode": "closest",
    }
    return go.Figure(traces, layout)


def _labels(known: pd.DataFrame, side: str, place: int, reach: tuple[float, float], height: int) -> list[dict]:
    """Names and numbers beside the ends at one month, each in reach of its own and none on another."""
    there = known[known[f"{side}_value"].notna()]
    low, high = reach
    apart = spread(list(there[f"{side}_value"]), _GAP / height * (high - low), low, high)
    labels = []
    for row, at in zip(there.itertuples(), apart, strict=True):
        words = [str(row.group_name), f"<b>{getattr(row, f'{side}_text')}</b>"]
        labels.append(
            {
                "x": place,
                "y": at,
                "text": "  ".join(words if place == 0 else reversed(words)),
                "xanchor": "right" if place == 0 else "left",
                "xshift": -10 if place == 0 else 10,
                "showarrow": False,
                "font": {"size": 13, "color": INK},
            }
        )
    return labels
