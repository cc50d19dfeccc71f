"""Parts of a whole on one another, month by month. A month in which a part has no number is not stacked at all."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from timpora.draw import trend_stages
from timpora.draw.on_screen import GRID, GROUND
from timpora.draw.palettes import STACK
from timpora.draw.trend_axes import LAYOUT, days, heights, ticks
from timpora.draw.trend_lines import HOVER
from timpora.draw.trend_words import Reading
from timpora.measure import ways

MOST = len(STACK)
_HEIGHT = 380


def why_not(values: pd.DataFrame, way: str, kinds: pd.Series) -> str | None:
    """Why these do not add up to anything: the name of a sentence (trend.no_stack.…), or None where they do.

    kinds: group code → office, kabupaten, kecamatan, own or type.
    """
    if way not in ways.ADDITIVE:
        return "way"
    found = set(kinds.loc[values["group_code"].unique()])
    if values["group_code"].nunique() < 2:
        return "one"
    if len(found) > 1 or found == {"own"} or found == {"office"}:
        return "kinds"
    return "many" if values["group_code"].nunique() > MOST else None


def whole_months(values: pd.DataFrame) -> pd.Series:
    """Per row, whether all parts have a number in its month."""
    return values.groupby("period")["value"].transform(lambda each: each.notna().all())


def _pale(series: pd.DataFrame) -> dict:
    """What may still change is paler."""
    if "is_provisional" not in series or not series["is_provisional"].any():
        return {}
    return {"opacity": [0.5 if is_open else 1 for is_open in series["is_provisional"]]}


def stack(values: pd.DataFrame, reading: Reading, *, starts: date, ends: date, elections: pd.DataFrame) -> go.Figure:
    """Bars on one another, the first group lowest. values: as a way has them, all groups with the same months."""
    is_whole = whole_months(values)
    shown = values.assign(value=values["value"].where(is_whole))
    groups = [series for _, series in shown.groupby("group_code", sort=False)]
    bars = [
        {
            "type": "bar",
            "x": days(series),
            "y": [None if pd.isna(value) else round(value, 4) for value in series["value"]],
            "name": str(series["group_name"].iloc[0]),
            "marker": {"color": colour, "line": {"color": GROUND, "width": 1}, **_pale(series)},
            "hovertemplate": HOVER,
            "customdata": [reading.told(row) for row in values.loc[series.index].itertuples()],
        }
        for series, colour in zip(groups, STACK, strict=False)
    ]
    shapes, names = trend_stages.voting_days(elections, starts, ends)
    tops = shown.groupby("period")["value"].sum(min_count=1).rename("value").reset_index().assign(is_rounded=False)
    margin = pd.Timedelta(days=20)
    layout = LAYOUT | {
        "barmode": "stack",
        "bargap": 0.12,
        "xaxis": {
            "type": "date",
            "range": [pd.Timestamp(starts) - margin, pd.Timestamp(ends) + margin],
            "showgrid": False,
            **ticks(starts, ends),
        },
        "yaxis": {"title": {"text": reading.axis}, "gridcolor": GRID, "zeroline": False, **heights(tops)},
        "shapes": shapes,
        "annotations": names,
        "height": _HEIGHT,
        "margin": {"l": 64, "r": 20, "t": 34, "b": 30},
        "hovermode": "x unified",
        "showlegend": True,
        "legend": {"traceorder": "reversed", "x": 1.01, "y": 1, "yanchor": "top"},
    }
    return go.Figure(bars, layout)
