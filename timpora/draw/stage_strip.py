"""The stages of an election as one strip of time: bars in few lanes, the day that is looked at, and voting day.

Places are shares of the strip's width in percent, so that it fits any screen; names stand in their bar where there is
room and beside it where not, and lanes are packed by what bar and name take up together.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from timpora.draw.markup import Markup, tag
from timpora.text import day, say, short_day, short_month

_LETTER = 0.58  # width of one letter of a name, in percent of the narrowest strip the page is made for (1300 px)
_GAP = 0.7  # percent between a bar, its name, and the next


@dataclass(frozen=True)
class Bar:
    """One stage. left, width: of the bar, in percent."""

    name: str
    title: str
    state: str  # past, running, coming
    lane: int
    left: float
    width: float
    name_place: str  # in, after, ahead: of the bar


def strip(stages: pd.DataFrame, voting_day: date, on: date) -> Markup:
    """The strip as HTML. stages: answers/stages.sql, at least one; on: the day that is looked at.

    A day outside the strip has no line: how far away it is, is said in words.
    """
    starts, days = _span(stages, voting_day)
    laid = bars(stages, voting_day, on)
    lanes = 1 + max(bar.lane for bar in laid)
    names = [_bar(bar) for bar in laid]
    lines = [_line("vote", voting_day, starts, days, say("vote.line", day=short_day(voting_day)))]
    if starts <= on <= starts + timedelta(days=days - 1):
        lines.append(_line("now", on, starts, days, say("vote.line_now", day=short_day(on))))
    months = pd.date_range(starts, starts + timedelta(days=days - 1), freq="MS")
    ticks = [_tick(first, starts, days) for first in months]
    body = [
        tag("ol", *names, style=f"--lanes:{lanes}"),
        *lines,
        tag("div", *ticks, class_="months", aria_hidden="true"),
    ]
    return tag("div", tag("div", *body, class_="stages"), class_="scroll")


def bars(stages: pd.DataFrame, voting_day: date, on: date) -> list[Bar]:
    """Where each stage is drawn; nothing in a lane lies on anything else in it."""
    starts, days = _span(stages, voting_day)
    lanes: list[list[tuple[float, float]]] = []
    laid = []
    for stage in stages.itertuples():
        first, last = stage.starts.date(), stage.ends.date()
        left, width = _share(first, starts, days), 100 * ((last - first).days + 1) / days
        needed = len(stage.stage_name) * _LETTER + _GAP
        right = left + width
        if needed <= width:
            name_place, extent = "in", (left, right)
        elif right + needed <= 100:
            name_place, extent = "after", (left, right + needed)
        else:
            name_place, extent = "ahead", (left - needed, right)
        lane = next((n for n, taken in enumerate(lanes) if all(_apart(extent, other) for other in taken)), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(extent)
        state = "coming" if first > on else "past" if last < on else "running"
        words = {"name": stage.stage_name, "starts": day(first), "ends": day(last)}
        title = say("vote.stage_day" if first == last else "vote.stage_title", **words)
        laid.append(Bar(stage.stage_name, title, state, lane, left, width, name_place))
    return laid


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[1] <= other[0] or other[1] <= one[0]


def _span(stages: pd.DataFrame, voting_day: date) -> tuple[date, int]:
    """The first day of the strip and how many it has."""
    starts = min(stages["starts"].min().date(), voting_day)
    return starts, (max(stages["ends"].max().date(), voting_day) - starts).days + 1


def _share(at: date, starts: date, days: int) -> float:
    return 100 * (at - starts).days / days


def _bar(bar: Bar) -> Markup:
    place = f"--lane:{bar.lane};left:{bar.left:.2f}%;width:{bar.width:.2f}%"
    return tag("li", tag("span", bar.name, class_=bar.name_place), class_=bar.state, style=place, title=bar.title)


def _line(kind: str, at: date, starts: date, days: int, words: str) -> Markup:
    left = _share(at, starts, days) + 50 / days  # the middle of the day
    side = "left" if left > 50 else "right"  # the side on which there is room for the words
    return tag("div", tag("span", words, class_=side), class_=f"line {kind}", style=f"left:{left:.2f}%")


def _tick(first: pd.Timestamp, starts: date, days: int) -> Markup:
    left = _share(first.date(), starts, days)
    text = short_month(first) if first.month == 1 or left < 100 / 12 else short_month(first)[:3]
    # A month that begins at the right edge has no room for its name.
    return tag("i", text if left < 96 else "", style=f"left:{left:.2f}%")
