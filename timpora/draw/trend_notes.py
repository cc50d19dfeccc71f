"""Notes where they fall on a chart's time line: small numbered flags in a lane above the plot, and the list below it.

A table of notes has a row each, in the order of their numbers: number, id, first and last (its days), when (in words),
kind, area_name, about (in words, "" for everything), text, is_break, origin (where it is from, or who wrote it and
when).
"""

from datetime import date
from math import ceil

import pandas as pd
import plotly.graph_objects as go

from timpora.draw.markup import Markup, tag
from timpora.draw.on_screen import GROUND, INK, NOTE
from timpora.text import month, say

_LANE = 24  # pixels of the lane of flags
_LETTER, _PADDING = 7, 10  # pixels of a flag: each letter, and what is round them
_NARROWEST = 860  # pixels of a plot on the smallest screen we are read on: flags that touch there become one
_HALF_A_MONTH = pd.Timedelta(days=15)


def seen(notes: pd.DataFrame, starts: date, ends: date) -> pd.DataFrame:
    """The notes that fall into these days, numbered by when they begin. notes: as above, without `number`."""
    inside = notes[(notes["last"] >= pd.Timestamp(starts)) & (notes["first"] <= pd.Timestamp(ends))]
    inside = inside.sort_values(["first", "id"], kind="stable").reset_index(drop=True)
    return inside.assign(number=range(1, len(inside) + 1))


def flags(figure: go.Figure, notes: pd.DataFrame, starts: date, ends: date) -> go.Figure:
    """The figure with a flag for each note above its plot, and a dashed line before the first month of each break.

    notes: as `seen` gives it for the axis' first and last day. The lane lies above whatever is written over the plot
    already, a voting day's name for one, and under the legend; the figure grows by its height. Of several plots each
    has the dashed lines and none a lane, for which there is no room; without an axis of days there is nothing to draw.
    """
    plots = [axis for axis in figure.select_xaxes() if axis.type == "date"]
    if notes.empty or not plots:
        return figure
    for axis in plots:
        _break_lines(figure, notes, axis)
    if len(plots) > 1:
        return figure
    lane, height = _written_above(figure), _plot_height(figure)
    for flag in _gathered(notes, starts, ends):
        _flag(figure, notes.iloc[flag], starts, lane)
    for note in notes[notes["first"] + pd.Timedelta(days=31) < notes["last"]].itertuples():
        ends_at = min(note.last, pd.Timestamp(ends))
        line = {"x0": max(note.first, pd.Timestamp(starts)), "x1": ends_at, "y0": lane - 3, "y1": lane - 1}
        figure.add_shape(type="rect", yref="paper", ysizemode="pixel", yanchor=1, fillcolor=NOTE, line_width=0, **line)
    legend = figure.layout.legend
    if legend.y is not None and legend.y > 1:
        legend.y += _LANE / height
    figure.update_layout(height=figure.layout.height + _LANE, margin_t=figure.layout.margin.t + _LANE)
    return figure


def listed(notes: pd.DataFrame) -> Markup:
    """The notes under the chart, by number: when, what, where and about what, and where each is from."""
    rows = [
        tag(
            "li",
            tag("span", f"{note.number}", class_="flag break" if note.is_break else "flag"),
            tag("b", note.when),
            " · ",
            say(f"note.kind.{note.kind}"),
            " (" + say("note.break") + ")" if note.is_break else "",
            f": {note.text} ",
            tag("span", " · ".join(filter(None, (note.area_name, note.about, note.origin))), class_="muted"),
        )
        for note in notes.itertuples()
    ]
    return tag("ol", *rows, class_="notes") if rows else Markup()


def noted(table: pd.DataFrame, values: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """The table of a trend with a last column that says of each month what is not settled in it and what was noted.

    table: by the month's name; values: its rows, with `mark`; notes: as `seen` gives them. Without a word no column.
    """
    said = {}
    for period, rows in values.groupby("period"):
        end = period + pd.offsets.MonthEnd()
        own = notes[(notes["first"] <= end) & (notes["last"] >= period)]
        marks = [f"{row.group_name}: {row.mark}" for row in rows.itertuples() if row.mark]
        said[month(period)] = "; ".join([*own["text"], *marks])
    column = [said.get(name, "") for name in table.index]
    return table.assign(**{say("note.head.text"): column}) if any(column) else table


def _break_lines(figure: go.Figure, notes: pd.DataFrame, axis: go.layout.XAxis) -> None:
    """Before the month from which on the numbers mean something else."""
    line = {"color": INK, "width": 1.5, "dash": "dash"}
    of_plot = {"xref": axis.plotly_name.replace("axis", ""), "yref": f"{axis.anchor or 'y'} domain"}
    for at in dict.fromkeys(_at(note) for note in notes[notes["is_break"]].itertuples()):
        figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, line=line, **of_plot)


def _gathered(notes: pd.DataFrame, starts: date, ends: date) -> list[list[int]]:
    """Places of notes, one list a flag: those that would lie on each other on a small screen share one."""
    days_in_pixel = max((ends - starts).days, 1) / _NARROWEST
    found: list[list[int]] = []
    for place, note in enumerate(notes.itertuples()):
        own = _width(notes, [place])
        if found:
            before = notes.iloc[found[-1][0]]
            room = (max(_at(note), pd.Timestamp(starts)) - max(_at(before), pd.Timestamp(starts))).days / days_in_pixel
            if room < (own + _width(notes, found[-1])) / 2 + 2:
                found[-1].append(place)
                continue
        found.append([place])
    return found


def _flag(figure: go.Figure, notes: pd.DataFrame, starts: date, lane: int) -> None:
    is_break = bool(notes["is_break"].any())
    said = [f"<b>{note.number} · {note.when}</b><br>{_folded(note.text)}" for note in notes.itertuples()]
    figure.add_annotation(
        x=max(_at(next(notes.itertuples())), pd.Timestamp(starts)),
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=lane,
        text=_label(notes),
        hovertext="<br>".join(said),
        showarrow=False,
        font={"size": 11, "color": GROUND if is_break else NOTE},
        bgcolor=INK if is_break else GROUND,
        bordercolor=INK if is_break else NOTE,
        borderpad=2,
    )


def _label(notes: pd.DataFrame) -> str:
    first, last = notes["number"].iloc[0], notes["number"].iloc[-1]
    text = f"{first}" if first == last else f"{first}–{last}"
    return say("note.flag_break", n=text) if notes["is_break"].any() else text


def _width(notes: pd.DataFrame, places: list[int]) -> int:
    return _PADDING + _LETTER * len(_label(notes.iloc[places]))


def _at(note) -> pd.Timestamp:
    """Where its flag stands: its first day; of a break between the two months it parts."""
    return note.first.replace(day=1) - _HALF_A_MONTH if note.is_break else note.first


def _written_above(figure: go.Figure) -> int:
    """Pixels over the plot that are taken by what is written there."""
    taken = [
        (one.yshift or 0) + (one.font.size or 12) * 1.5 * (1 + str(one.text).count("<br>"))
        for one in figure.layout.annotations
        if one.yref == "paper" and one.yanchor == "bottom" and one.y is not None and one.y >= 1
    ]
    return ceil(max(taken, default=0)) + 4


def _plot_height(figure: go.Figure) -> float:
    margin = figure.layout.margin
    return figure.layout.height - (margin.t or 0) - (margin.b or 0)


def _folded(text: str) -> str:
    """Text in lines of some sixty letters, without anything that a hover box would read as markup."""
    lines, line = [], ""
    for word in text.replace("&", "&amp;").replace("<", "&lt;").split():
        if len(line) + len(word) > 60:
            lines, line = [*lines, line], ""
        line = f"{line} {word}".strip()
    return "<br>".join([*lines, line])
