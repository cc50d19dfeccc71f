"""The chart of a slide on a screen: small SVG in the page itself, in type that reads from the back of a room.

It is drawn for a wide screen and for one of 4:3, and the screen shows its own. What is written on the last point of a
line and at the end of a bar is what is published, "≈15" or "0–4", never the number behind its height.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil, floor, log10

from timpora.draw.image_sheet import HAIR, INK, MUTED
from timpora.draw.markup import Markup, join, tag
from timpora.draw.slide import Chart, Series
from timpora.text import number

_SHAPES = {"wide": (840, 540), "high": (640, 540)}  # as large as makes _TYPE readable.LEAST of the screen or more
_TYPE = 25
_TOP, _LOW, _LEFT, _RIGHT = 44, 50, 104, 20  # around the picture
_NAMES = 0.34  # of the width, for the names beside lying bars
_EDGE = 36  # beside bars whose names stand above them: half a number of the scale
_LETTER = 0.58  # of its size that a letter is wide
_MOST_LABELS = 7
_POINTS = 24  # with more a line has no dots


def image(chart: Chart, alt: str) -> Markup:
    """The chart with its series named above it."""
    about = {"role": "img", "aria_label": alt}
    drawn = [
        tag("svg", *_Frame(chart, wide, high).drawn(), viewBox=f"0 0 {wide} {high}", class_=f"chart {name}", **about)
        for name, (wide, high) in _SHAPES.items()
    ]
    return join([_key(chart.series), *drawn])


def _key(series: Sequence[Series]) -> Markup:
    if len(series) == 1:
        return tag("p", series[0].name, class_="key")
    chips = [tag("span", tag("i", style=f"background:{one.colour}"), one.name) for one in series]
    return tag("p", *chips, class_="key")


def _ticks(chart: Chart) -> list[float]:
    """Round numbers from at or below the least to at or above the most; zero is one of them."""
    known = [value for one in chart.series for value in one.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    rough = (high - low or 1.0) / 4
    size = 10 ** floor(log10(rough))
    step = next(each * size for each in (1, 2, 2.5, 5, 10) if each * size >= rough * 0.999)
    step = max(step, 10**-chart.decimals)
    return [step * place for place in range(floor(low / step), max(ceil(high / step), 1) + 1)]


class _Frame:
    """Where the numbers of a chart lie on a picture of this size."""

    def __init__(self, chart: Chart, wide: int, high: int):
        self.chart, self.wide, self.ticks = chart, wide, _ticks(chart)
        written = max((len(text) for one in chart.series for text in one.texts), default=0) * _TYPE * _LETTER
        longest = max(map(len, chart.categories), default=0) * _TYPE * _LETTER + 14
        self.is_over = chart.kind == "bar" and longest > wide * _NAMES  # its names stand above the bars
        self.left = _LEFT if chart.kind != "bar" else _EDGE if self.is_over else longest
        self.right = wide - max(_RIGHT, written + 12 if chart.kind != "column" else 0)
        self.top, self.bottom = _TOP, high - _LOW

    def drawn(self) -> Iterator[Markup]:
        return {"line": self._lines, "column": self._columns, "bar": self._bars}[self.chart.kind]()

    def _lines(self) -> Iterator[Markup]:
        yield from self._level()
        for one in self.chart.series:
            places = [(self._at(place), self._up(value)) if value is not None else None
                      for place, value in enumerate(one.values)]  # fmt: skip
            for is_gap, run in groupby(places, key=lambda at: at is None):
                if not is_gap:
                    points = [f"{x:.1f},{y:.1f}" for x, y in run]
                    yield tag("polyline", points=" ".join(points), fill="none", stroke=one.colour, stroke_width=4)
                    for point in points if len(points) == 1 or len(one.values) <= _POINTS else ():
                        x, y = point.split(",")
                        yield tag("circle", cx=x, cy=y, r=5, fill=one.colour)
        yield from self._last()

    def _last(self) -> Iterator[Markup]:
        """The last number of each line beside it, moved apart where lines end together."""
        ends = [(self._up(one.values[at]), at, one) for at, one in self.chart.ends]
        before = -1e9
        for y, at, one in sorted(ends, key=lambda end: end[0]):
            if one.text(at):
                before = max(y, before + _TYPE * 1.05)
                yield _text(one.text(at), self._at(at) + 10, before + 8, _TYPE, "start", one.colour, bold=True)

    def _columns(self) -> Iterator[Markup]:
        yield from self._level()
        wide = self._share
        each = wide * 0.76 / len(self.chart.series)
        base = self._up(0)
        for order, one in enumerate(self.chart.series):
            for place, value in enumerate(one.values):
                if value is not None:
                    x, y = self.left + (place + 0.12) * wide + order * each, self._up(value)
                    yield _box(x, min(y, base), each * 0.94, abs(base - y), one.colour)
                    if (text := one.text(place)) and len(text) * _TYPE * _LETTER < each * 1.2:
                        yield _text(text, x + each * 0.47, min(y, base) - 8, _TYPE, "middle", INK)

    def _bars(self) -> Iterator[Markup]:
        chart, left, right = self.chart, self.left, self.right
        for tick in self.ticks:
            x = _along(tick, self.ticks, left, right)
            yield tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=_TOP - 6, y2=self.bottom, stroke=HAIR, stroke_width=1.5)
            yield _text(number(tick, chart.decimals), x, self.bottom + 28, _TYPE, "middle", MUTED)
        yield _text(chart.unit, right, _TOP - 16, _TYPE, "end", MUTED)
        high = (self.bottom - self.top) / max(len(chart.categories), 1)
        over = _TYPE * 1.1 if self.is_over else high * 0.12  # of a category, above its bars
        each, base = (high - over - high * 0.12) / len(chart.series), _along(0, self.ticks, left, right)
        for place, name in enumerate(chart.categories):
            top = self.top + place * high
            if self.is_over:
                yield _text(_short(name, self.wide - 8), 4, top + _TYPE * 0.92, _TYPE, "start", INK)
            else:
                yield _text(name, left - 12, top + high / 2 + _TYPE * 0.36, _TYPE, "end", INK)
            for order, one in enumerate(chart.series):
                if (value := one.values[place]) is not None:
                    x, y = _along(value, self.ticks, left, right), top + over + order * each
                    yield _box(min(x, base), y, abs(x - base), each * 0.94, one.colour)
                    if text := one.text(place):
                        yield _text(text, max(x, base) + 8, y + each * 0.47 + _TYPE * 0.36, _TYPE, "start", INK)

    @property
    def _share(self) -> float:
        """Of the width, of one category."""
        return (self.right - self.left) / max(len(self.chart.categories), 1)

    def _at(self, place: int) -> float:
        return self.left + (place + 0.5) * self._share

    def _up(self, value: float) -> float:
        return _along(value, self.ticks, self.bottom, self.top)

    def _level(self) -> Iterator[Markup]:
        """Level lines with their numbers, and as many categories below as have room."""
        chart, left, right = self.chart, self.left, self.right
        yield _text(chart.unit, left, _TOP - 16, _TYPE, "start", MUTED)
        for tick in self.ticks:
            y = self._up(tick)
            yield tag("line", x1=left, x2=f"{right:.1f}", y1=f"{y:.1f}", y2=f"{y:.1f}", stroke=HAIR, stroke_width=1.5)
            yield _text(number(tick, chart.decimals), left - 10, y + 8, _TYPE, "end", MUTED)
        count, wide = len(chart.categories), self._share
        longest = max((len(name) for name in chart.categories), default=1) * _TYPE * _LETTER + 14
        every = max(ceil(count / _MOST_LABELS), ceil(min(longest, 240) / wide))
        # Counted from the last one, which is the one that is spoken of.
        for place in range(count - 1, -1, -every):
            name = _short(chart.categories[place], wide * every)
            x = min(self._at(place), self.wide - len(name) * _TYPE * _LETTER / 2)
            yield _text(name, x, self.bottom + 32, _TYPE, "middle", INK)


def _along(value: float, axis: list[float], start: float, end: float) -> float:
    return start + (end - start) * (value - axis[0]) / (axis[-1] - axis[0])


def _short(name: str, room: float) -> str:
    most = max(int(room / (_TYPE * _LETTER)), 3)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _text(words: str, x: float, y: float, size: float, anchor: str, colour: str, *, bold: bool = False) -> Markup:
    look = {"font_size": f"{size:.1f}", "text_anchor": anchor, "fill": colour, "font_weight": 700 if bold else None}
    return tag("text", words, x=f"{x:.1f}", y=f"{y:.1f}", **look)


def _box(x: float, y: float, wide: float, high: float, colour: str) -> Markup:
    return tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=f"{high:.1f}", fill=colour)
