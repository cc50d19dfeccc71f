"""Frame → plotly figure: months of several elections on one axis of days to voting day, a panel per place.

series: answers/clock_series.sql; bands: measure/clock.bands with `election_name` and `is_earlier`.
"""

import pandas as pd
import plotly.graph_objects as go

from timpora.disclosure.rounding import BASE
from timpora.draw import clock_around as around
from timpora.draw import figures
from timpora.draw.clock_around import Axis, Sheet
from timpora.draw.clock_words import at, months_of
from timpora.draw.on_screen import GRID, GROUND, INK, SERIES
from timpora.draw.sentences import coverage
from timpora.measure.clock import AFTER, BEFORE
from timpora.text import month, say
from timpora.text.order import by_name

MOST_COLUMNS = 4
_DASHES = ("solid", "solid", "dash", "dot")  # by how many elections back; the last one is solid and muted
_TICKS, _FEW_TICKS = (-365, -270, -180, -90, -30, 0, 30), (-365, -180, -90, 0)
_LANE = 13  # pixels for one stage
_PANEL, _ALONE = 190, 270
_HEAD, _FOOT = 44, 40  # pixels of a panel's title, of its axis


def clock(series: pd.DataFrame, bands: pd.DataFrame, axis: Axis) -> go.Figure:
    """Panels, by one scale unless each is to have its own. A month without a number is a gap, a withheld one a sign.

    One panel alone has every stage as a bar with its name; of several each has the shaded stages only.
    """
    places = [own for _, own in series.groupby("group_code", sort=False)]
    columns = min(len(places), MOST_COLUMNS)
    rows = -(-len(places) // columns)
    is_alone = len(places) == 1
    lanes = len(bands) * _LANE if is_alone else 0
    panel = _ALONE if is_alone else _PANEL
    height = rows * (_HEAD + panel + _FOOT) + lanes
    sheet = Sheet()
    named = _names(series)
    for number, own in enumerate(places):
        row, column = divmod(number, columns)
        top = 1 - (row * (_HEAD + panel + _FOOT) + _HEAD) / height
        across = [(column + 0.06) / columns, (column + 0.97) / columns] if columns > 1 else [0, 1]
        highest = _heights(series if axis.is_shared else own)
        axes = _add_axes(sheet, number, across, [top - panel / height, top], highest, axis, is_alone=is_alone)
        around.shade(sheet, bands[bands["is_shaded"] & ~bands["is_earlier"]], axes)
        _lines(sheet, own, named, axes, axis, with_legend=number == 0)
        around.verticals(sheet, axes, axis, with_words=is_alone)
        around.title(sheet, own, axes, axis, (across[0], top))
    if not is_alone:
        around.keys(sheet, axis)
    if lanes:
        around.stages(sheet, bands, lanes / height)
    sheet.add_layout(
        height=height + 34,
        margin={"l": 52, "r": 12, "t": 34, "b": 0},
        separators=",.",
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1 + 30 / height, "yanchor": "top", "font": {"size": 13}},
        plot_bgcolor=GROUND,
        font={"size": 13, "color": INK},
        dragmode=False,
    )
    return sheet.figure()


def _add_axes(sheet: Sheet, number, across, up, highest, axis, *, is_alone) -> tuple[str, str]:
    """The axes of a panel, as traces name them."""
    name = "" if number == 0 else str(number + 1)
    ticks = _TICKS if is_alone else _FEW_TICKS
    sheet.add_layout(
        **{
            f"xaxis{name}": {
                "domain": across,
                "anchor": f"y{name}",
                "range": [-BEFORE, AFTER],
                "tickvals": list(ticks),
                "ticktext": [_tick(days, axis) for days in ticks],
                "tickfont": {"size": 12 if is_alone else 11},
                "showgrid": False,
                "zeroline": False,
            },
            f"yaxis{name}": {
                "domain": up,
                "anchor": f"x{name}",
                "gridcolor": GRID,
                "zeroline": False,
                "title": axis.unit if is_alone else None,
                "tickfont": {"size": 12 if is_alone else 11},
                **highest,
            },
        }
    )
    return f"x{name}", f"y{name}"


def _tick(days: int, axis: Axis) -> str:
    """ "H−180" above "6 bulan"; to an estimate no days are counted."""
    words = months_of(days)
    if axis.is_estimate:
        return say("estimate") if days == 0 else say("clock.about", words=words)
    return at(days) if days == 0 else f"{at(days)}<br>{words}"


def _names(series: pd.DataFrame) -> dict[int, str]:
    """What the lines are called by how far back they lie: the election, or, where it is not one, that it is earlier."""
    found = {}
    for place, own in series.groupby("place"):
        elections = own["election_name"].unique()
        found[place] = (
            elections[0]
            if len(elections) == 1
            else say("clock.before", names=" / ".join(sorted(elections, key=by_name)))
        )
    return found


def _lines(sheet: Sheet, own, named, axes, axis, *, with_legend) -> None:
    # The chosen election is drawn last, above what lies under it.
    for place, line in sorted(own.groupby("place"), key=lambda each: -each[0]):
        drawn = line[~line["is_outside"]]
        if drawn.empty:
            continue
        colour = SERIES[0] if place == 0 else around.EARLIER
        # Two stretches with a break between them are two lines.
        stretches = [each for _, each in drawn.groupby(drawn["segment"] if "segment" in drawn else drawn["place"])]
        for number, stretch in enumerate(stretches):
            sheet.add_trace(
                go.Scatter(
                    x=stretch["days"].tolist(),
                    y=[None if pd.isna(value) else value for value in stretch["value"]],
                    xaxis=axes[0],
                    yaxis=axes[1],
                    name=named[place],
                    legendgroup=str(place),
                    legendrank=1000 + place,
                    showlegend=with_legend and number == 0,
                    mode="lines+markers",
                    connectgaps=False,
                    cliponaxis=False,
                    line={"color": colour, "width": 2.8 if place == 0 else 2, "dash": _DASHES[min(place, 3)]},
                    marker=_marks(stretch, colour, 6 if place == 0 else 4),
                    hovertemplate="%{customdata}<extra></extra>",
                    customdata=[_said(row, axis) for row in stretch.itertuples()],
                )
            )
        if len(withheld := drawn[drawn["state"] == "suppressed"]):
            _withheld(sheet, withheld, colour, axes, axis)


def _marks(drawn: pd.DataFrame, colour: str, size: int) -> dict:
    part = drawn["areas_reporting"] < drawn["areas_expected"]
    return {
        "size": [size + 3 if value == 0 else size for value in drawn["value"]],
        "symbol": ["diamond" if value == 0 else "circle" for value in drawn["value"]],
        "color": [GROUND if is_part else colour for is_part in part],
        "line": {"color": colour, "width": 1.5},
    }


def _withheld(sheet: Sheet, months, colour, axes, axis) -> None:
    """A sign on the edge under the panel: no height, for it has no number."""
    for row in months.itertuples():
        sheet.add_annotation(
            x=row.days,
            y=0,
            xref=axes[0],
            yref=f"{axes[1]} domain",
            yanchor="middle",
            text="⊙",
            showarrow=False,
            font={"size": 13, "color": colour},
            hovertext=_said(row, axis),
        )


def _said(row, axis: Axis) -> str:
    when = say("clock.about", words=months_of(row.days)) if row.is_estimate else at(row.days)
    words = {"when": when, "month": month(row.period), "value": figures.said(row, axis.unit)}
    text = say("clock.point", name=row.election_name, **words)
    if row.state == "reported" and row.areas_reporting < row.areas_expected:
        text += f" ({coverage(row.areas_reporting, row.areas_expected)})"
    return text


def _heights(series: pd.DataFrame) -> dict:
    """One scale for all panels, from zero up; of small rounded numbers no finer than they are."""
    most = series["value"].max()
    if pd.isna(most) or (series["is_rounded"].any() and most <= 4 * BASE):
        return {"range": [0, 4.2 * BASE], "dtick": BASE}
    return {"range": [0, 1.08 * most], "nticks": 5}
