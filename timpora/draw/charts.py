"""Frame → plotly figure. No query, no Streamlit; plotly.graph_objects, because express is forty times slower."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from timpora.draw.palettes import SERIES, STAGE_BAND, STAGE_BAR, TEXT_MUTED, VOTING_DAY
from timpora.draw.sentences import coverage
from timpora.text import day, month, number, say, short_month

_LANE = 13  # pixels for one stage
_CHART = 255
_AXIS = 34  # the months, between the chart and the stages


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

    values: group_code, group_name, period, value, areas_reporting, areas_expected, one row per group and month; a
    month without a value is a gap in the line, and a month in which part of the kecamatan reported has a hollow
    marker. stages: stage_name, starts, ends, is_shaded. elections: election_name, voting_day, is_estimate.
    """
    shown = stages[(stages["ends"] >= pd.Timestamp(starts)) & (stages["starts"] <= pd.Timestamp(ends))]
    lanes = max(len(shown) * _LANE, 1)
    height = _CHART + _AXIS + lanes
    figure = make_subplots(
        rows=2, cols=1, shared_xaxes=True, vertical_spacing=_AXIS / height, row_heights=[_CHART, lanes]
    )
    for place, (_, series) in enumerate(values.groupby("group_code", sort=False)):
        figure.add_trace(_line(series, unit, SERIES[place % len(SERIES)]), row=1, col=1)
    _stages(figure, shown, starts)
    _voting_days(figure, elections, starts, ends)
    has_legend = values["group_code"].nunique() > 1
    margin = (ends - starts) / 80  # so that the first and last marker are whole
    figure.update_xaxes(type="date", range=[starts - margin, ends + margin], showgrid=False)
    figure.update_xaxes(showticklabels=True, **_ticks(starts, ends), row=1, col=1)
    figure.update_xaxes(showticklabels=False, row=2, col=1)
    figure.update_yaxes(rangemode="tozero", title=unit, gridcolor="#e3e9ed", zeroline=False, row=1, col=1)
    figure.update_yaxes(visible=False, range=[len(shown) - 0.4, -0.6], fixedrange=True, row=2, col=1)
    figure.update_layout(
        height=height + (84 if has_legend else 60),
        margin={"l": 60, "r": 20, "t": 74 if has_legend else 50, "b": 10},
        separators=",.",
        hovermode="x unified",
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
        x=series["period"].dt.strftime("%Y-%m-%d").tolist(),
        y=[None if pd.isna(value) else value for value in series["value"]],
        name=str(series["group_name"].iloc[0]),
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 2.5},
        marker={
            "size": 6,
            "color": ["white" if p else colour for p in partial],
            "line": {"color": colour, "width": 1.5},
        },
        hovertemplate="%{fullData.name}: <b>%{y:,.0f}</b> " + unit + "%{customdata}<extra></extra>",
        customdata=[
            f" ({coverage(row.areas_reporting, row.areas_expected)})"
            if row.areas_reporting < row.areas_expected
            else ""
            for row in series.itertuples()
        ],
    )


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
            row=2,
            col=1,
        )
        if stage.is_shaded:
            figure.add_vrect(**bar, fillcolor=STAGE_BAND, opacity=0.55, line_width=0, layer="below", row=1, col=1)
        figure.add_annotation(
            x=max(stage.starts, pd.Timestamp(starts)),
            y=lane,
            text=f"{stage.stage_name}  ",
            xanchor="right",
            showarrow=False,
            font={"size": 11, "color": TEXT_MUTED},
            hovertext=f"{stage.stage_name}: {day(stage.starts)} – {day(stage.ends)}",
            row=2,
            col=1,
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
        text=[say("empty.not_reported") if pd.isna(value) else number(value) for value in values["value"]],
    ).sort_values("period", ascending=False)
    table = shown.pivot_table(
        index=["period", "month"], columns="group_name", values="text", aggfunc="first", sort=False
    )
    return table.reset_index("period", drop=True).rename_axis(index=None, columns=None)
