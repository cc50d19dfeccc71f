"""Frame → plotly figure: two numbers that should agree over months, and below them how far apart they are.

rows: answers/pair_trend.sql.
"""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from timpora.disclosure.rounding import BASE
from timpora.draw import agreement, figures
from timpora.draw.on_screen import GRID, GROUND, INK, MUTED, SERIES, STAGE_BAND, UNJUDGED
from timpora.draw.sentences import coverage
from timpora.text import month, say, short_month

_JUDGED = {"differs": SERIES[1], "agrees": SERIES[0], "too_small": GROUND}
_HEIGHT = 470


@dataclass(frozen=True)
class Names:
    """first, second: what the two lines are called; unit: of both; since: the month in which they parted."""

    first: str
    second: str
    unit: str
    since: pd.Timestamp | None


def pair(rows: pd.DataFrame, names: Names) -> go.Figure:
    """Above both numbers, below the second less the first, with the band in which that says nothing.

    A report stands in its own month, with a mark; how long it goes on counting is a dotted line, and nothing is
    interpolated. A month in which there is no number is a gap, a withheld one a sign between the two pictures.
    """
    figure = go.Figure()
    for side, name, colour in (("first", names.first, SERIES[0]), ("second", names.second, SERIES[1])):
        _carried(figure, rows, side, colour)
        _own(figure, rows, side, (name, names.unit, colour))
    _bands(figure, rows)
    _difference(figure, rows, names)
    _withheld(figure, rows, names)
    _parted(figure, rows, names)
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 60, "r": 16, "t": 56, "b": 8},
        xaxis={"type": "date", "showgrid": False, "anchor": "y2", **_ticks(rows)},
        yaxis={"domain": [0.45, 1], "title": names.unit, "gridcolor": GRID, **_heights(rows)},
        yaxis2={
            "domain": [0, 0.34],
            "title": say("agreement.difference"),
            "gridcolor": GRID,
            "zerolinecolor": MUTED,
            **_reach(rows),
        },
        yaxis3={"domain": [0.37, 0.42], "visible": False, "range": [-1, 1]},
        separators=",.",
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        plot_bgcolor=GROUND,
        font={"size": 13, "color": INK},
        dragmode=False,
    )
    return figure


def _months(rows: pd.DataFrame) -> list[str]:
    return rows["month"].dt.strftime("%Y-%m-%d").tolist()


def _own(figure, rows, side, look) -> None:
    """The months a report is of. Only neighbouring months are joined: a quarter's report is a mark by itself."""
    name, unit, colour = look
    is_own = rows[f"is_{side}_own"] & rows[f"{side}_value"].notna()
    part = rows["areas_paired"] < rows["areas_expected"]
    figure.add_trace(
        go.Scatter(
            x=_months(rows),
            y=[value if own else None for value, own in zip(rows[f"{side}_value"], is_own, strict=True)],
            name=name,
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "width": 2.4},
            marker={
                "size": 6,
                "symbol": ["diamond" if value == 0 else "circle" for value in rows[f"{side}_value"]],
                "color": [GROUND if each else colour for each in part],
                "line": {"color": colour, "width": 1.5},
            },
            hovertemplate="%{fullData.name}, %{customdata}<extra></extra>",
            customdata=[_said(row, side, unit) for row in rows.itertuples()],
        )
    )


def _carried(figure, rows, side, colour) -> None:
    """How long a report goes on counting: from its month on, level."""
    known = rows[f"{side}_value"].notna()
    later = known & ~rows[f"is_{side}_own"]
    shown = known & (later | later.shift(-1, fill_value=False))
    if not later.any():
        return
    figure.add_trace(
        go.Scatter(
            x=_months(rows),
            y=[value if each else None for value, each in zip(rows[f"{side}_value"], shown, strict=True)],
            mode="lines",
            connectgaps=False,
            line={"color": colour, "width": 1.4, "dash": "dot", "shape": "hv"},
            showlegend=False,
            hoverinfo="skip",
        )
    )


def _said(row, side: str, unit: str) -> str:
    shown = agreement.numbers(row)[0 if side == "first" else 1]
    words = say("pair.point", month=month(row.month), value=figures.said(shown, unit))
    if row.areas_paired < row.areas_expected and shown.state == "reported":
        words += f" ({coverage(row.areas_paired, row.areas_expected)})"
    return words


def _bands(figure, rows) -> None:
    """Where a difference is none, and around it where it says nothing: too few to judge, or rounding alone makes it."""
    for column, colour, name in (
        ("silent_within", UNJUDGED, say("pair.silent")),
        ("agrees_within", STAGE_BAND, say("pair.agrees")),
    ):
        for number, run in enumerate(_runs(rows, column)):
            there, limits = _months(run), run[column].tolist()
            figure.add_trace(
                go.Scatter(
                    x=[*there, *there[::-1]],
                    y=[*limits, *[-limit for limit in limits[::-1]]],
                    yaxis="y2",
                    fill="toself",
                    fillcolor=colour,
                    mode="lines",
                    line={"width": 0, "shape": "hvh"},  # each month is a step: a limit does not slide to the next
                    name=name,
                    legendgroup=column,
                    legendrank=2000,
                    showlegend=number == 0,
                    hoverinfo="skip",
                )
            )


def _runs(rows: pd.DataFrame, column: str) -> list[pd.DataFrame]:
    """The rows with a limit, by unbroken stretches of months: nothing is shaded where there was nothing to compare."""
    known = rows[column].notna() & rows["state"].isin(list(_JUDGED))
    return [run for _, run in rows[known].groupby((~known).cumsum()[known])]


def _difference(figure, rows, names) -> None:
    judged = rows["state"].isin(list(_JUDGED))
    apart = rows["second_value"] - rows["first_value"]
    colours = [_JUDGED.get(state, GROUND) for state in rows["state"]]
    figure.add_trace(
        go.Scatter(
            x=_months(rows),
            y=[value if each else None for value, each in zip(apart, judged, strict=True)],
            yaxis="y2",
            mode="lines+markers",
            connectgaps=False,
            line={"color": MUTED, "width": 1.2},
            marker={"size": 6, "color": colours, "line": {"color": MUTED, "width": 1}},
            showlegend=False,
            hovertemplate="%{customdata}<extra></extra>",
            customdata=[_judged(row, names) for row in rows.itertuples()],
        )
    )


def _judged(row, names: Names) -> str:
    one, two = agreement.numbers(row)
    words = say("figure.within_rounding" if agreement.is_noise(row) else f"agreement.state.{row.state}")
    is_known = not (pd.isna(one.value) or pd.isna(two.value))
    difference = f"{figures.difference(one, two)} {names.unit}" if is_known else "–"
    return say("pair.judged", month=month(row.month), difference=difference, state=words)


def _withheld(figure, rows, names) -> None:
    """A sign in a lane under the lines: no height, for there is no number."""
    hidden = rows[rows["state"] == "suppressed"]
    if hidden.empty:
        return
    words = [_judged(row, names) for row in hidden.itertuples()]
    figure.add_trace(
        go.Scatter(
            x=_months(hidden),
            y=[0] * len(hidden),
            yaxis="y3",
            name=say("empty.suppressed"),
            mode="markers",
            marker={"size": 9, "symbol": "circle-open-dot", "color": MUTED, "line": {"width": 1.5}},
            hovertemplate="%{customdata}<extra></extra>",
            customdata=words,
        )
    )


def _parted(figure, rows, names) -> None:
    """The month in which the two parted, through both pictures."""
    if names.since is None or names.since < rows["month"].min():
        return
    day = f"{names.since:%Y-%m-%d}"
    line = {"color": MUTED, "width": 1.8, "dash": "dash"}
    figure.add_shape(type="line", x0=day, x1=day, y0=0, y1=1, yref="paper", line=line)
    is_late = names.since > rows["month"].min() + (rows["month"].max() - rows["month"].min()) / 2
    words = say("pair.parted", month=month(names.since))
    figure.add_annotation(
        x=day,
        y=1,
        yref="paper",
        yanchor="top",
        xanchor="right" if is_late else "left",
        text=f" {words} ",
        showarrow=False,
        bgcolor=GROUND,
        font={"size": 12.5, "color": MUTED},
    )


def _reach(rows: pd.DataFrame) -> dict:
    """The axis of the difference, as far as the numbers go: a band may be far wider than they."""
    apart = (rows["second_value"] - rows["first_value"]).abs().max()
    most = max([value for value in (apart, rows["agrees_within"].max()) if not pd.isna(value)], default=1)
    return {"range": [-1.25 * max(most, 1), 1.25 * max(most, 1)]}


def _heights(rows: pd.DataFrame) -> dict:
    """From zero up; of small rounded numbers no finer than they are."""
    most = rows[["first_value", "second_value"]].max().max()
    if rows[["first_rounded", "second_rounded"]].any(axis=None) and not most > 4 * BASE:
        return {"range": [0, 4.2 * BASE], "dtick": BASE}
    return {"rangemode": "tozero"}


def _ticks(rows: pd.DataFrame) -> dict:
    """Months as our own words write them; plotly would write them in English."""
    shown = list(rows["month"])
    step = 1 if len(shown) <= 13 else 3 if len(shown) <= 30 else 12
    marks = [each for each in shown if (each.month - 1) % step == 0]
    text = [str(each.year) if step == 12 else short_month(each) for each in marks]
    return {"tickvals": [f"{each:%Y-%m-%d}" for each in marks], "ticktext": text}
