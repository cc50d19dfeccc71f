"""The chart of a slide drawn on a sheet: gaps are gaps, numbers written as here, every line named at its end."""

from math import ceil, floor, log10

import numpy as np

from timpora.draw import deck_type
from timpora.draw.image_shapes import Shape
from timpora.draw.image_sheet import HAIR, INK, MUTED, Place, Sheet
from timpora.draw.slide import Chart, Series
from timpora.text import number

_LINE = 3.2
_TICKS = (6, 5, 4, 3, 2)


def png(shown: Chart, *, size: tuple[int, int], scale: float = 2, type_size: float = 15) -> bytes:
    """One PNG of `scale` times `size` pixels. Threads may draw at once."""
    sheet = Sheet(size, scale)
    frame = _Frame(sheet, shown, type_size)
    frame.draw()
    return sheet.png()


class _Frame:
    """Where the numbers of a chart lie on its sheet."""

    def __init__(self, sheet: Sheet, shown: Chart, type_size: float):
        self.sheet, self.chart, self.type = sheet, shown, type_size
        self.is_lying = shown.kind == "bar"
        for most in _TICKS if self.is_lying else _TICKS[:1]:  # beside one another they need room
            self.ticks = ticks(shown, most)
            self.labels = [number(tick, _decimals(self.ticks)) for tick in self.ticks]
            if sum(deck_type.measured(label, type_size) + type_size for label in self.labels) < sheet.width * 0.45:
                break
        ends = max((deck_type.measured(self._end(at, one), type_size, True) for at, one in shown.ends), default=0)
        self.has_names = shown.kind == "line" and ends + 14 <= sheet.width * 0.3  # each at the end of its line
        top = type_size * (3.4 if len(shown.series) > 1 and not self.has_names else 1.9)
        names = max((deck_type.measured(one, type_size) for one in shown.categories), default=0)
        if self.is_lying:
            left, said = min(names + 10, sheet.width * 0.48), self._widest(shown) + 8
            self.place: Place = (left, top, sheet.width - max(type_size * 2, said), sheet.height - type_size * 1.8)
        else:
            left = max(deck_type.measured(label, type_size) for label in self.labels) + 10
            right = (ends if self.has_names else self._widest(shown)) + 14 if shown.kind == "line" else type_size
            self.place = (left, top, sheet.width - right, sheet.height - type_size * 3)

    def _widest(self, shown: Chart) -> float:
        return max((deck_type.measured(text, self.type) for one in shown.series for text in one.texts), default=0)

    def _end(self, place: int, series: Series) -> str:
        """The last number of a line, then its name, of which the end may be cut; of one line alone it stands above."""
        names = [series.name] if len(self.chart.series) > 1 or not series.texts else []
        return " ".join(filter(None, [series.text(place), *names]))

    def draw(self) -> None:
        self._scale()
        self._categories()
        if self.chart.kind == "line":
            for series in self.chart.series:
                self._line(series)
            self._names_at_ends()
        else:
            self._bars()
        if not self.has_names:
            self._legend()

    def along(self, position: float) -> float:
        """Pixel of a category, in the middle of its share of the axis."""
        left, top, right, bottom = self.place
        start, end = (top, bottom) if self.is_lying else (left, right)
        return start + (position + 0.5) * (end - start) / max(len(self.chart.categories), 1)

    def at(self, value: float) -> float:
        left, top, right, bottom = self.place
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return left + share * (right - left) if self.is_lying else bottom - share * (bottom - top)

    def _scale(self) -> None:
        left, top, right, bottom = self.place
        alone = [one.name for one in self.chart.series if len(self.chart.series) == 1]
        head = self.sheet.shortened(" · ".join([*alone, self.chart.unit]), self.type, self.sheet.width)
        self.sheet.write(head, 0, self.type, self.type, colour=MUTED)
        for tick, label in zip(self.ticks, self.labels, strict=True):
            where = self.at(tick)
            if self.is_lying:
                self._stroke([(where, top), (where, bottom)], HAIR, 1)
                self.sheet.write(label, where, bottom + self.type * 1.3, self.type, colour=MUTED, across="center")
            else:
                self._stroke([(left, where), (right, where)], HAIR, 1)
                self.sheet.write(
                    label, left - 6, where, self.type, colour=MUTED, across="right", down="center_baseline"
                )

    def _categories(self) -> None:
        left, _, right, bottom = self.place
        names = self.chart.categories
        if self.is_lying:
            size = min(self.type, 0.85 * (self.along(1) - self.along(0)))  # as large as keeps lines apart
            for place, name in enumerate(names):
                lines = deck_type.wrapped(name, size, left - 8) or [""]
                if len(lines) > max((self.along(1) - self.along(0)) // (1.2 * size), 1):
                    lines = [self.sheet.shortened(name, size, left - 8)]
                for row, line in enumerate(lines):
                    y = self.along(place) + 1.2 * size * (row - (len(lines) - 1) / 2)
                    self.sheet.write(line, left - 8, y, size, across="right", down="center_baseline")
            return
        share = (right - left) / max(len(names), 1)
        widest = max((deck_type.measured(word, self.type) for name in names for word in name.split()), default=1)
        step = max(1, ceil((widest + 6) / share))
        for place in range(len(names) - 1, -1, -step):
            lines = deck_type.wrapped(names[place], self.type, max(share * step - 4, widest))[:2]
            for row, line in enumerate(lines):
                y = bottom + self.type * (1.3 + 1.2 * row)
                self.sheet.write(line, self.along(place), y, self.type, colour=MUTED, across="center")

    def _line(self, series: Series) -> None:
        run: list[tuple[float, float]] = []
        for place, value in enumerate((*series.values, None)):
            if value is not None:
                run.append((self.along(place), self.at(value)))
                continue
            self._stroke(run, series.colour, _LINE)
            for x, y in run:
                self.sheet.box((x - 3, y - 3, x + 3, y + 3), series.colour)
            run = []

    def _names_at_ends(self) -> None:
        """Each beside the last number of its line, moved apart where lines end together."""
        ends = [
            (self.at(one.values[place]), self._end(place, one) if self.has_names else one.text(place), one)
            for place, one in self.chart.ends
        ]
        room, last = self.type * 1.25, -1e9
        spots = []
        for y, words, series in sorted(ends, key=lambda end: end[0]):
            last = max(y, last + room)
            spots.append((last, words, series))
        over = max((spots[-1][0] if spots else 0) - self.place[3], 0)
        for y, words, series in spots:
            x = self.along(len(self.chart.categories) - 1) + 10
            name = self.sheet.shortened(words, self.type, self.sheet.width - x, True)
            self.sheet.write(name, x, y - over, self.type, colour=series.colour, bold=True, down="center_baseline")

    def _bars(self) -> None:
        count, names = len(self.chart.series), max(len(self.chart.categories), 1)
        left, top, right, bottom = self.place
        wide = ((bottom - top) if self.is_lying else (right - left)) / names * 0.72 / max(count, 1)
        for order, series in enumerate(self.chart.series):
            for place, value in enumerate(series.values):
                if value is None:
                    continue
                start = self.along(place) + (order - count / 2) * wide
                low, high = sorted((self.at(max(0, self.ticks[0])), self.at(value)))
                box = (low, start, high, start + wide) if self.is_lying else (start, low, start + wide, high)
                self.sheet.box(box, series.colour)
                if text := series.text(place):
                    self._said(text, box, wide)

    def _said(self, text: str, box: Place, wide: float) -> None:
        """A number on the right of its bar, where no name stands; over a column where it has room."""
        size = min(self.type, wide) if self.is_lying else self.type
        left, top, right, bottom = box
        if self.is_lying:
            self.sheet.write(text, right + 6, (top + bottom) / 2, size, down="center_baseline")
        elif deck_type.measured(text, size) < wide * 1.3:
            self.sheet.write(text, (left + right) / 2, top - 5, size, across="center")

    def _legend(self) -> None:
        if len(self.chart.series) < 2:
            return
        x, y = 0.0, self.type * 2.5
        for series in self.chart.series:
            name = self.sheet.shortened(series.name, self.type, self.sheet.width / 2)
            self.sheet.box((x, y - self.type * 0.8, x + self.type, y + self.type * 0.2), series.colour)
            self.sheet.write(name, x + self.type * 1.4, y, self.type, colour=INK)
            x += self.type * 3 + deck_type.measured(name, self.type)

    def _stroke(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        if len(points) > 1:
            codes = np.array([1, *[2] * (len(points) - 1)], dtype=np.uint8)
            self.sheet.fill(Shape(np.array(points, dtype=float), codes), edge=colour, width=width)


def ticks(shown: Chart, most: int = 6) -> list[float]:
    """Round numbers from zero, or from below the least, to above the largest."""
    values = [value for series in shown.series for value in series.values if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    size = 10 ** floor(log10(span / most))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if span / (size * factor) <= most)
    if not shown.decimals:
        step = max(1.0, ceil(step))
    first, last = floor(low / step), ceil((high if high > low else low + 1) / step)
    return [step * place for place in range(first, last + 1)]


def _decimals(shown: list[float]) -> int:
    return next((d for d in range(4) if all(abs(round(tick, d) - tick) < 1e-9 for tick in shown)), 4)
