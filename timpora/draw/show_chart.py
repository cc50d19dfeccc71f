"""The chart of a slide on a screen: small SVG in the page itself, in type that reads from the back of a room.

No number is written on a bar or a point: what is published is rounded, and how it is written stands in the table.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil, floor, log10

from timpora.draw.image_sheet import INK, MUTED
from timpora.draw.image_tiles import two_lines
from timpora.draw.markup import Markup, join, tag
from timpora.draw.slide import Chart, Series
from timpora.text import number

_WIDE, _HIGH = 880, 610
_TYPE = 25
_LEFT, _TOP, _RIGHT, _BOTTOM = 104, 44, 860, 560
_NAMES = 310  # room for the names beside lying bars
_GRID = "#d5dde2"
_LETTER = 0.58  # of its size that a letter is wide
_MOST_LABELS = 7


def image(chart: Chart, alt: str) -> Markup:
    """The chart with its series named above it."""
    drawn = {"line": _line, "column": _columns, "bar": _bars}[chart.kind](chart, _axis(chart))
    svg = tag("svg", *drawn, viewBox=f"0 0 {_WIDE} {_HIGH}", role="img", aria_label=alt, class_="chart")
    return join([_key(chart.series), svg])


def _key(series: Sequence[Series]) -> Markup:
    if len(series) == 1:
        return tag("p", series[0].name, class_="key")
    chips = [tag("span", tag("i", style=f"background:{one.colour}"), one.name) for one in series]
    return tag("p", *chips, class_="key")


def _axis(chart: Chart) -> list[float]:
    """Round numbers from at or below the least to at or above the most; zero is one of them."""
    known = [value for one in chart.series for value in one.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    rough = (high - low or 1.0) / 4
    size = 10 ** floor(log10(rough))
    step = next(each * size for each in (1, 2, 2.5, 5, 10) if each * size >= rough * 0.999)
    step = max(step, 10**-chart.decimals)
    return [step * place for place in range(floor(low / step), max(ceil(high / step), 1) + 1)]


def _line(chart: Chart, axis: list[float]) -> Iterator[Markup]:
    yield from _level(chart, axis)
    wide = (_RIGHT - _LEFT) / max(len(chart.categories), 1)
    for one in chart.series:
        places = [
            (_LEFT + (place + 0.5) * wide, _along(value, axis, _BOTTOM, _TOP)) if value is not None else None
            for place, value in enumerate(one.values)
        ]
        for is_gap, run in groupby(places, key=lambda at: at is None):
            if not is_gap:
                points = [f"{x:.1f},{y:.1f}" for x, y in run]
                yield tag("polyline", points=" ".join(points), fill="none", stroke=one.colour, stroke_width=4)
                for point in points if len(points) == 1 or len(one.values) <= 24 else ():
                    x, y = point.split(",")
                    yield tag("circle", cx=x, cy=y, r=5, fill=one.colour)


def _columns(chart: Chart, axis: list[float]) -> Iterator[Markup]:
    yield from _level(chart, axis)
    wide = (_RIGHT - _LEFT) / max(len(chart.categories), 1)
    each = wide * 0.76 / len(chart.series)
    base = _along(0, axis, _BOTTOM, _TOP)
    for order, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            if value is not None:
                x, y = _LEFT + (place + 0.12) * wide + order * each, _along(value, axis, _BOTTOM, _TOP)
                yield _box(x, min(y, base), each * 0.94, abs(base - y), one.colour)


def _bars(chart: Chart, axis: list[float]) -> Iterator[Markup]:
    left = _NAMES
    for tick in axis:
        x = _along(tick, axis, left, _RIGHT)
        yield tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=_TOP - 6, y2=_BOTTOM, stroke=_GRID, stroke_width=1.5)
        yield _text(
            number(tick, chart.decimals), x, _BOTTOM + 28, _TYPE, "end" if tick == axis[-1] else "middle", MUTED
        )
    yield _text(chart.unit, _RIGHT, _TOP - 16, _TYPE, "end", MUTED)
    high = (_BOTTOM - _TOP) / max(len(chart.categories), 1)
    each, base = high * 0.76 / len(chart.series), _along(0, axis, left, _RIGHT)
    size = min(_TYPE, high * 0.42 if len(chart.categories) < 16 else high * 0.8)
    for place, name in enumerate(chart.categories):
        middle = _TOP + (place + 0.5) * high
        is_long = len(name) * size * _LETTER > left - 14
        lines = two_lines(name) if is_long else [name]
        for line, words in enumerate(lines):
            y = middle + size * (0.36 + 1.08 * (line - (len(lines) - 1) / 2))
            yield _text(_short(words, size, left - 14), left - 12, y, size, "end", INK)
        for order, one in enumerate(chart.series):
            if (value := one.values[place]) is not None:
                x, y = _along(value, axis, left, _RIGHT), _TOP + (place + 0.12) * high + order * each
                yield _box(min(x, base), y, abs(x - base), each * 0.94, one.colour)


def _level(chart: Chart, axis: list[float]) -> Iterator[Markup]:
    """Level lines with their numbers, and as many categories below as have room."""
    yield _text(chart.unit, _LEFT, _TOP - 16, _TYPE, "start", MUTED)
    for tick in axis:
        y = _along(tick, axis, _BOTTOM, _TOP)
        yield tag("line", x1=_LEFT, x2=_RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}", stroke=_GRID, stroke_width=1.5)
        yield _text(number(tick, chart.decimals), _LEFT - 10, y + 8, _TYPE, "end", MUTED)
    count = len(chart.categories)
    wide = (_RIGHT - _LEFT) / max(count, 1)
    longest = max((len(name) for name in chart.categories), default=1) * _TYPE * _LETTER + 14
    every = max(ceil(count / _MOST_LABELS), ceil(min(longest, 240) / wide))
    # Counted from the last one, which is the one that is spoken of.
    for place in range(count - 1, -1, -every):
        name = _short(chart.categories[place], _TYPE, wide * every)
        x = min(_LEFT + (place + 0.5) * wide, _WIDE - len(name) * _TYPE * _LETTER / 2)
        yield _text(name, x, _BOTTOM + 32, _TYPE, "middle", INK)


def _along(value: float, axis: list[float], start: float, end: float) -> float:
    return start + (end - start) * (value - axis[0]) / (axis[-1] - axis[0])


def _short(name: str, size: float, room: float) -> str:
    most = max(int(room / (size * _LETTER)), 3)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _text(words: str, x: float, y: float, size: float, anchor: str, colour: str) -> Markup:
    return tag("text", words, x=f"{x:.1f}", y=f"{y:.1f}", font_size=f"{size:.1f}", text_anchor=anchor, fill=colour)


def _box(x: float, y: float, wide: float, high: float, colour: str) -> Markup:
    return tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=f"{high:.1f}", fill=colour)
