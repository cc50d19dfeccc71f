"""Frame → plotly figure. No query, no Streamlit; plotly.graph_objects, because express is forty times slower."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from timpora.disclosure.rounding import BASE
from timpora.draw import figures
from timpora.draw.palettes import SERIES, STAGE_BAND, STAGE_BAR, TEXT_MUTED, VOTING_DAY
from timpora.draw.sentences import coverage
from timpora.text import day, month, say, short_month

_LANE = 13  # pixels for one stage
_CHART = 255
_AXIS = 34  # the months, between the chart and the stages
_HOVER = "%{fullData.name}: <b>%{customdata}</b><extra></extra>"


def trend(
    values: pd.DataFrame,
    unit: str,
    *,
    starts: date,
    ends: date,
    stages: pd.DataFrame,
    elections: pd.DataFrame,
) -> go.Figure:
    """Lines over months, the election's stages as labelled bands, each voting day as a line.

    values: answers/trend.sql, one row per group and month. A month without a number is a gap in the line; where it is
    withheld it has a mark in a lane under the chart, where it was not reported it has none. A month in which part of
    the kecamatan reported has a hollow marker, a zero a diamond.
    stages: stage_name, starts, ends, is_shaded. elections: election_name, voting_day, is_estimate.
    """
    shown = stages[(stages["ends"] >= pd.Timestamp(starts)) & (stages["starts"] <= pd.Timestamp(ends))]
    lines = [series for _, series in values.groupby("group_code", sort=False)]
    withheld = [place for place, series in enumerate(lines) if (series["state"] == "suppressed").any()]
    lanes = max((len(shown) + len(withheld)) * _LANE, 1)
    height = _CHART + _AXIS + lanes
    figure = go.Figure()
    colours = [SERIES[place % len(SERIES)] for place in range(len(lines))]
    for series, colour in zip(lines, colours, strict=True):
        figure.add_trace(_line(series, unit, colour))
    for lane, place in enumerate(withheld):
        figure.add_trace(_withheld(lines[place], colours[place], lane - len(withheld)))
    if withheld:
        first = min(lines[place].loc[lines[place]["state"] == "suppressed", "period"].min() for place in withheld)
        _lane_name(figure, say("empty.suppressed"), first, -len(withheld))
    _stages(figure, shown, starts)
    _voting_days(figure, elections, starts, ends)
    has_legend = len(lines) > 1
    margin = (ends - starts) / 80  # so that the first and last marker are whole
    above, below = [(lanes + _AXIS) / height, 1], [0, lanes / height]
    figure.update_layout(
        # One axis of months for chart and lanes: a month that is pointed at speaks in both.
        xaxis={"type": "date", "range": [starts - margin, ends + margin], "showgrid": False, **_ticks(starts, ends)},
        yaxis={"domain": above, "title": unit, "gridcolor": "#e3e9ed", "zeroline": False, **_heights(values)},
        yaxis2={"domain": below, "visible": False, "range": [len(shown) - 0.4, -0.6 - len(withheld)]},
        height=height + (84 if has_legend else 60),
        margin={"l": 90 if withheld else 60, "r": 20, "t": 74 if has_legend else 50, "b": 10},
        separators=",.",
        hovermode="x unified",
        hoversubplots="axis",
        legend={"orientation": "h", "y": 1 + 26 / height, "x": 0, "yanchor": "bottom"},
        showlegend=has_legend,
        plot_bgcolor="white",
        font={"size": 14},
        dragmode=False,
    )
    return figure


def _line(series: pd.DataFrame, unit: str, colour: str) -> go.Scatter:
    partial = (series["areas_reporting"] < series["areas_expected"]).tolist()
    return go.Scatter(
        x=_days(series),
        y=[None if pd.isna(value) else value for value in series["value"]],
        name=str(series["group_name"].iloc[0]),
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,  # half a diamond on the axis would be another sign
        line={"color": colour, "width": 2.5},
        marker={
            "size": [9 if value == 0 else 6 for value in series["value"]],
            "symbol": ["diamond" if value == 0 else "circle" for value in series["value"]],
            "color": ["white" if p else colour for p in partial],
            "line": {"color": colour, "width": 1.5},
        },
        hovertemplate=_HOVER,
        customdata=[_said(row, unit) for row in series.itertuples()],
    )


def _withheld(series: pd.DataFrame, colour: str, lane: int) -> go.Scatter:
    """Marks for the months whose number is withheld, in a lane of their own: no height, no zero, no silence."""
    months = series[series["state"] == "suppressed"]
    return go.Scatter(
        x=_days(months),
        y=[lane] * len(months),
        yaxis="y2",
        name=str(series["group_name"].iloc[0]),
        mode="markers",
        showlegend=False,
        marker={"size": 9, "symbol": "circle-open-dot", "color": colour, "line": {"width": 2}},
        hovertemplate=_HOVER,
        customdata=[say("empty.suppressed")] * len(months),
    )


def _days(series: pd.DataFrame) -> list[str]:
    return series["period"].dt.strftime("%Y-%m-%d").tolist()


def _said(row, unit: str) -> str:
    """ "≈15 orang", and how much of the area it speaks of where that is not all."""
    text = figures.said(row, unit)
    if row.areas_reporting < row.areas_expected:
        text += f" ({coverage(row.areas_reporting, row.areas_expected)})"
    return text


def _stages(figure: go.Figure, stages: pd.DataFrame, starts: date) -> None:
    """Each stage is a bar in a lane of its own under the chart with its name beside it; some shade the chart too."""
    for lane, stage in enumerate(stages.itertuples()):
        # A stage of one day is still a day wide.
        bar = {"x0": stage.starts, "x1": stage.ends + pd.Timedelta(days=1)}
        figure.add_shape(
            type="rect",
            **bar,
            y0=lane - 0.36,
            y1=lane + 0.36,
            fillcolor=STAGE_BAR,
            line_width=0,
            yref="y2",
        )
        if stage.is_shaded:
            band = {"y0": 0, "y1": 1, "yref": "y domain", "layer": "below"}
            figure.add_shape(type="rect", **bar, **band, fillcolor=STAGE_BAND, opacity=0.55, line_width=0)
        when = f"{stage.stage_name}: {day(stage.starts)} – {day(stage.ends)}"
        _lane_name(figure, stage.stage_name, max(stage.starts, pd.Timestamp(starts)), lane, hovertext=when)


def _lane_name(figure: go.Figure, name: str, at: pd.Timestamp, lane: int, **more: str) -> None:
    """Left of where the lane begins."""
    font = {"size": 11, "color": TEXT_MUTED}
    figure.add_annotation(
        x=at, y=lane, yref="y2", text=f"{name}  ", xanchor="right", showarrow=False, font=font, **more
    )


def _voting_days(figure: go.Figure, elections: pd.DataFrame, starts: date, ends: date) -> None:
    for election in elections.itertuples():
        if not pd.Timestamp(starts) <= election.voting_day <= pd.Timestamp(ends):
            continue
        label = say("trend.voting_day", name=election.election_name, day=day(election.voting_day))
        if election.is_estimate:
            label += f" ({say('estimate')})"
        figure.add_shape(
            type="line",
            x0=election.voting_day,
            x1=election.voting_day,
            y0=0,
            y1=1,
            yref="paper",
            line={"color": VOTING_DAY, "width": 2, "dash": "dash"},
        )
        figure.add_annotation(
            x=election.voting_day,
            y=1,
            yref="paper",
            yanchor="bottom",
            # Beside the line, on the side where there is room for it.
            xanchor="left" if election.voting_day < pd.Timestamp(starts) + (ends - starts) / 2 else "right",
            text=label,
            showarrow=False,
            font={"size": 12, "color": VOTING_DAY},
        )


def _heights(values: pd.DataFrame) -> dict:
    """The axis from zero up. Of small rounded numbers it is no finer than they are, nor a step of rounding a leap."""
    if values["is_rounded"].any() and not values["value"].max() > 4 * BASE:
        return {"range": [0, 4.2 * BASE], "dtick": BASE}
    return {"rangemode": "tozero"}


def _ticks(starts: date, ends: date) -> dict:
    """Months in Indonesian; plotly itself would write them in English. Hover titles are months too."""
    step = 1 if (ends - starts).days < 420 else 3 if (ends - starts).days < 900 else 12
    months = [m for m in pd.date_range(starts, ends, freq="MS") if (m.month - 1) % step == 0]
    text = [str(m.year) if step == 12 else short_month(m) for m in months]
    return {"tickvals": [m.strftime("%Y-%m-%d") for m in months], "ticktext": text, "hoverformat": "%m/%Y"}


def trend_table(values: pd.DataFrame) -> pd.DataFrame:
    """The same numbers as a table: a row a month, newest first, a column a group; words where there is no number."""
    shown = values.assign(
        month=[month(period) for period in values["period"]],
        text=[figures.text(row) for row in values.itertuples()],
    ).sort_values("period", ascending=False, kind="stable")
    table = shown.pivot_table(
        index=["period", "month"], columns="group_name", values="text", aggfunc="first", sort=False
    )
    return table.reset_index("period", drop=True).rename_axis(index=None, columns=None)
