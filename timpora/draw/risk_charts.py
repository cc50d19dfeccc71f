"""Pictures of one kecamatan's score: the way to it from the office's middle, and how it went over the months."""

import pandas as pd
import plotly.graph_objects as go

from timpora.draw import risk
from timpora.draw.on_screen import ALARM, BAND, GRID, GROUND, INK, MIDDLE, MUTED, SERIES
from timpora.measure.method import Method
from timpora.text import month, number, say

_UP, _DOWN, _WHOLE = ALARM, SERIES[2], INK
_HEIGHT = 36  # pixels a bar


def waterfall(own: pd.DataFrame, row) -> go.Figure:
    """From the office's middle to the score, one bar an indicator, the largest first. own: rows of risk_parts.sql."""
    found = steps(own)
    names = [say("risk.part_of.median"), *found["name"], row.area_name]
    points = [middle(own), *found["points"], row.score]
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=names,
            x=points,
            measure=["absolute", *["relative"] * len(found), "total"],
            text=[number(points[0], 1), *map(risk.signed, found["points"]), number(row.score, 1)],
            textposition="outside",
            cliponaxis=False,
            increasing={"marker": {"color": _UP}},
            decreasing={"marker": {"color": _DOWN}},
            totals={"marker": {"color": MUTED}},
            connector={"line": {"color": MIDDLE, "width": 1}},
            hoverinfo="skip",
        )
    )
    figure.update_layout(
        height=_HEIGHT * len(names) + 50,
        margin={"l": 8, "r": 40, "t": 8, "b": 30},
        yaxis={"autorange": "reversed", "automargin": True, "tickfont": {"size": 14, "color": _WHOLE}},
        xaxis={"title": say("risk.axis"), "rangemode": "tozero", "gridcolor": GRID},
        plot_bgcolor=GROUND,
        showlegend=False,
        font={"size": 14, "color": _WHOLE},
    )
    return figure


def waterfall_words(own: pd.DataFrame, row) -> str:
    """The same for whom the picture says nothing."""
    told = "; ".join(
        say("risk.reason", name=step.name, points=risk.signed(step.points))
        for step in steps(own).itertuples(index=False)
    )
    return say(
        "risk.alt.waterfall", name=row.area_name, start=number(middle(own), 1), steps=told, score=number(row.score, 1)
    )


def history(found: pd.DataFrame, method: Method) -> go.Figure:
    """The score over the months with its interval; a month without enough data is a gap. An older method is dashed."""
    figure = go.Figure()
    rules = method.rules
    for name, own in found.groupby("method", sort=False):
        is_current = bool(own["is_current"].iloc[0])
        own = own.sort_values("period")
        if is_current:
            _band(figure, own)
        figure.add_scatter(
            x=own["period"],
            y=own["score"],
            mode="lines+markers",
            marker={"size": 4},
            line={"color": _WHOLE if is_current else MUTED, "dash": None if is_current else "dot", "width": 2},
            name=say("risk.method_name", version=name),
            hovertemplate="%{x|%m/%Y}: %{y:.1f}<extra></extra>",
        )
    for bound, word in ((rules.medium, "medium"), (rules.high, "high")):
        figure.add_hline(y=bound, line={"color": risk.COLOURS[word], "width": 1, "dash": "dash"})
    figure.update_layout(
        height=250,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        yaxis={"range": [0, 100], "title": say("risk.axis"), "gridcolor": GRID},
        xaxis={"gridcolor": GRID, "tickformat": "%Y" if found["period"].nunique() > 30 else "%m/%Y"},
        plot_bgcolor=GROUND,
        showlegend=found["method"].nunique() > 1,
        legend={"orientation": "h", "y": 1.1},
        font={"size": 13, "color": INK},
        separators=",.",
    )
    return figure


def history_words(found: pd.DataFrame, row) -> str:
    known = found[found["is_current"].astype(bool)].dropna(subset="score").sort_values("period")
    if known.empty:
        return say("risk.alt.history_none", name=row.area_name)
    first, last = known.iloc[0], known.iloc[-1]
    return say(
        "risk.alt.history",
        name=row.area_name,
        first=month(first.period),
        then=number(first.score, 1),
        last=month(last.period),
        now=number(last.score, 1),
    )


def _band(figure: go.Figure, own: pd.DataFrame) -> None:
    """The interval; a gap is a gap here too, so each run of months is a shape of its own."""
    runs = own["score"].isna().cumsum()[own["score"].notna()]
    for _, run in own.loc[runs.index].groupby(runs):
        figure.add_scatter(
            x=[*run["period"], *run["period"][::-1]],
            y=[*run["score_high"], *run["score_low"][::-1]],
            fill="toself",
            fillcolor=BAND,
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            showlegend=False,
        )


def middle(own: pd.DataFrame) -> float:
    """The office's median, from which the parts lead to a score. own: rows of risk_parts.sql."""
    return float(own.loc[own["part"] == "median", "points"].iloc[0])


def steps(own: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """name, points: what is missing first, then the indicators by size; those too small to see are one.

    most: rows, of which the last then is all that has no row of its own.
    """
    missing = own.loc[own["part"] == "missing", "points"].sum()
    parts = own[own["gain"].notna()].assign(size=own["points"].abs()).sort_values("size", ascending=False)
    large = parts[parts["size"] >= 0.5].head(most - 2 if most else len(parts))
    rest = float(parts.drop(large.index)["points"].sum())
    rows = [(say("risk.part_of.missing"), float(missing))] if abs(missing) >= 0.05 else []
    rows += [(part.indicator_name, part.points) for part in large.itertuples()]
    rest += 0.0 if abs(missing) >= 0.05 else float(missing)
    if abs(rest) >= 0.05:
        rows.append((say("risk.part_of.rest"), rest))
    return pd.DataFrame(rows, columns=["name", "points"])
