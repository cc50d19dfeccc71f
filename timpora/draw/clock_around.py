"""What stands around the lines of the election clock: stages, voting day and today, the names of the panels."""

from dataclasses import dataclass

import plotly.graph_objects as go

from timpora.draw.clock_words import at
from timpora.draw.on_screen import GROUND, INK, MIDDLE, MUTED, STAGE_BAND, VOTING_DAY
from timpora.draw.palettes import STAGE_BAR
from timpora.text import say

EARLIER = MIDDLE  # muted: what was, under what is


@dataclass(frozen=True)
class Axis:
    """What all panels share. today: days from voting day, None where it lies outside; heads: title under a name."""

    unit: str
    election_name: str
    is_estimate: bool
    today: int | None
    heads: dict[str, str]
    is_shared: bool = True  # one scale for all panels


class Sheet:
    """A figure while it is put together: plotly checks all of it once, and not all of it again with every line."""

    def __init__(self) -> None:
        self.traces: list[go.Scatter] = []
        self.layout: dict = {"shapes": [], "annotations": []}

    def add_trace(self, trace: go.Scatter) -> None:
        self.traces.append(trace)

    def add_shape(self, **shape: object) -> None:
        self.layout["shapes"].append(shape)

    def add_annotation(self, **annotation: object) -> None:
        self.layout["annotations"].append(annotation)

    def add_layout(self, **layout: object) -> None:
        self.layout |= layout

    def figure(self) -> go.Figure:
        return go.Figure(self.traces, self.layout)


def shade(sheet: Sheet, bands, axes) -> None:
    for stage in bands.itertuples():
        sheet.add_shape(
            type="rect",
            x0=stage.start,
            x1=stage.end,
            y0=0,
            y1=1,
            xref=axes[0],
            yref=f"{axes[1]} domain",
            fillcolor=STAGE_BAND,
            opacity=0.6,
            line_width=0,
            layer="below",
        )


def verticals(sheet: Sheet, axes, axis, *, with_words) -> None:
    """Voting day, dashed where it is an estimate, and today."""
    dash = "dash" if axis.is_estimate else "solid"
    vote = say("clock.vote_estimate" if axis.is_estimate else "clock.vote", name=axis.election_name)
    lines = [(0, VOTING_DAY, dash, vote, "left")]
    if axis.today is not None:
        lines.append((axis.today, MUTED, "dot", say("clock.today", when=at(axis.today)), "right"))
    for days, colour, style, words, side in lines:
        place = {"x": days, "xref": axes[0], "yref": f"{axes[1]} domain"}
        line = {"color": colour, "width": 1.8, "dash": style}
        sheet.add_shape(type="line", x0=days, x1=days, y0=0, y1=1, xref=axes[0], yref=place["yref"], line=line)
        if with_words:
            font = {"size": 12, "color": colour}
            sheet.add_annotation(**place, y=1, yanchor="bottom", xanchor=side, text=words, showarrow=False, font=font)


def keys(sheet: Sheet, axis) -> None:
    """What the verticals are, in the legend: small panels have no room for words beside them."""
    dash = "dash" if axis.is_estimate else "solid"
    keys = [(say("clock.key_estimate" if axis.is_estimate else "clock.key_vote"), VOTING_DAY, dash)]
    if axis.today is not None:
        keys.append((say("clock.today", when=at(axis.today)), MUTED, "dot"))
    for name, colour, style in keys:
        line = {"color": colour, "width": 1.8, "dash": style}
        sheet.add_trace(go.Scatter(x=[None], y=[None], name=name, mode="lines", line=line, legendrank=2000))


def title(sheet: Sheet, own, axes, axis, corner) -> None:
    """The place, and under it what the numbers of the same phase are."""
    code, name = own["group_code"].iloc[0], own["group_name"].iloc[0]
    head = axis.heads.get(code)
    text = f"<b>{name}</b>" + (f"<br>{head}" if head else "")
    sheet.add_annotation(
        x=corner[0],
        y=corner[1],
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=14 if len(axis.heads) == 1 else 2,
        align="left",
        text=text,
        showarrow=False,
        font={"size": 12.5, "color": INK},
    )


def stages(sheet: Sheet, bands, share) -> None:
    """Under the one panel, on its axis: each stage a bar in a lane with its name, an earlier election's an outline."""
    sheet.add_layout(
        yaxis99={
            "domain": [0, share],
            "visible": False,
            "range": [len(bands) - 0.4, -0.6],
        }
    )
    for lane, stage in enumerate(bands.itertuples()):
        look = {"fillcolor": STAGE_BAR, "line": {"width": 0}}
        if stage.is_earlier or stage.is_estimate:
            look = {"fillcolor": GROUND, "line": {"color": EARLIER, "dash": "dash" if stage.is_estimate else "solid"}}
        place = {"x0": stage.start, "x1": stage.end, "y0": lane - 0.36, "y1": lane + 0.36, "yref": "y99"}
        sheet.add_shape(type="rect", **place, **look)
        name = say("clock.stage_of", stage=stage.stage_name, name=stage.election_name)
        font = {"size": 11, "color": MUTED}
        words = f"{name if stage.is_earlier else stage.stage_name}  "
        sheet.add_annotation(x=stage.start, y=lane, yref="y99", text=words, xanchor="right", showarrow=False, font=font)
