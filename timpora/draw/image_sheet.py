"""A sheet to draw on: matplotlib's Agg without pyplot, measured in the pixels of a slide, the origin at the top left.

matplotlib is imported when the first sheet is made, not by what starts the server. A sheet belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

from timpora import theme
from timpora.draw.image_shapes import Shape

INK, MUTED, PAPER, HAIR, BAND = (theme.PAPER[name] for name in ("ink", "muted", "ground", "hair", "shade"))
LINK, HEAD = theme.PAPER["accent"], theme.PAPER["info-ground"]
LOUD, LOUD_GROUND = theme.PAPER["danger"], theme.PAPER["danger-ground"]
_LONGEST = 300  # letters that are measured
LEADING = 1.28  # height of a line in sizes of its writing
Place = tuple[float, float, float, float]  # left, top, right, bottom


class Sheet:
    """size: pixels; scale: of these, pixels of the picture that is saved; letters: how much larger a map has them."""

    def __init__(self, size: tuple[int, int], scale: float, letters: float = 1):
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self.width, self.height = size
        self.scale, self.letters = scale, letters
        # One pixel of ours is one point of matplotlib's, in which it counts type and lines.
        self._figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72 * scale, facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1), xlim=(0, self.width), ylim=(self.height, 0), facecolor="none")
        self._axes.set_axis_off()
        self._order = 0

    def png(self) -> bytes:
        """What was drawn; the sheet is used up."""
        content = BytesIO()
        self._canvas.print_png(content)
        # Figure, canvas and axes hold one another: 15 MB of pixels would wait for the next collection of garbage.
        self._figure.clear()
        del self._canvas.renderer
        return content.getvalue()

    def measured(self, text: str, size: float, bold: bool = False) -> float:
        """How wide a text is written; of a text too long for any sheet how wide it would be about."""
        if len(text) > _LONGEST:
            return self.measured(text[:_LONGEST], size, bold) * len(text) / _LONGEST
        renderer = self._canvas.get_renderer()
        return renderer.get_text_width_height_descent(printable(text), _font(size, bold), False)[0] / self.scale

    def wrapped(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        """Lines no wider than this; a word that is wider is cut."""
        lines: list[str] = []
        for word in text.split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.measured(joined, size, bold) <= width:
                lines[-1] = joined
            else:
                lines.append(self.shortened(word, size, width, bold))
        return lines

    def shortened(self, text: str, size: float, width: float, bold: bool = False) -> str:
        """As much of a text as is no wider than this, an ellipsis at its end where some is missing."""
        text = " ".join(text.split())
        if self.measured(text, size, bold) <= width:
            return text
        shortest, longest = 0, len(text)
        while shortest < longest:
            middle = (shortest + longest + 1) // 2
            if self.measured(f"{text[:middle].rstrip()}…", size, bold) <= width:
                shortest = middle
            else:
                longest = middle - 1
        return f"{text[:shortest].rstrip()}…"

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        across: str = "left",
        down: str = "baseline",
        halo: str | None = None,
        turned: float = 0,
        within: Place | None = None,
    ) -> None:
        """One line of text at a place, which is its left end on the baseline unless `across` and `down` say else."""
        from matplotlib import patheffects

        drawn = self._axes.text(
            x, y, printable(text), fontproperties=_font(size, bold), color=colour, ha=across, va=down, rotation=turned,
            rotation_mode="anchor", parse_math=False, zorder=self._next(),
        )  # fmt: skip
        if halo:
            drawn.set_path_effects([patheffects.withStroke(linewidth=size / 4.5, foreground=halo)])
        if within:
            drawn.set_clip_path(self._box(within))
            drawn.set_clip_on(True)

    def fill(
        self,
        shape: Shape,
        colour: str | tuple[str, float] = "none",
        *,
        edge: str = "none",
        width: float = 0,
        opacity: float = 1,
        dashes: tuple[float, ...] = (),
        within: Place | None = None,
    ) -> None:
        """A shape, its points in pixels."""
        from matplotlib.patches import PathPatch

        if not len(shape.points):
            return
        patch = PathPatch(
            _path(shape), facecolor=colour, edgecolor=(edge, opacity) if edge != "none" else edge, linewidth=width,
            joinstyle="round", linestyle=(0, dashes) if dashes else "solid", zorder=self._next(),
        )  # fmt: skip
        self._axes.add_artist(patch)  # add_patch would walk along every outline to find limits that are fixed here
        if within:
            patch.set_clip_path(self._box(within))

    def box(self, place: Place, colour: str, *, edge: str = "none", width: float = 0) -> None:
        left, top, right, bottom = place
        self.fill(rectangle(left, top, right, bottom), colour, edge=edge, width=width)

    def lines(self, ends: np.ndarray, colour: str, width: float, over: Shape, within: Place | None = None) -> None:
        """Straight lines, ends as (n, 2, 2), seen only where a shape lies."""
        from matplotlib.collections import LineCollection

        self._over(LineCollection(ends, colors=[colour], linewidths=width, capstyle="butt"), over, within)

    def dots(self, points: np.ndarray, colour: str, radius: float, over: Shape, within: Place | None = None) -> None:
        """Round dots, seen only where a shape lies."""
        from matplotlib.lines import Line2D

        x, y = points.T
        spots = Line2D(x, y, linestyle="none", marker="o", markersize=2 * radius, color=colour, markeredgewidth=0)
        self._over(spots, over, within)

    def _over(self, artist, shape: Shape, within: Place | None) -> None:
        artist.set_zorder(self._next())
        artist.set_transform(self._axes.transData)
        self._axes.add_artist(artist)
        artist.set_clip_path(_path(shape), self._axes.transData)
        if within:
            # Beside a path only a box cuts: matplotlib has room for one of each.
            left, top, right, bottom = within
            from matplotlib.transforms import Bbox, TransformedBbox

            artist.set_clip_box(TransformedBbox(Bbox([[left, bottom], [right, top]]), self._axes.transData))

    def _box(self, place: Place):
        from matplotlib.patches import Rectangle

        left, top, right, bottom = place
        return Rectangle((left, top), right - left, bottom - top, transform=self._axes.transData)

    def _next(self) -> int:
        """What is drawn later lies above."""
        self._order += 1
        return self._order


def rectangle(left: float, top: float, right: float, bottom: float) -> Shape:
    points = np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]], dtype=float)
    return Shape(points, np.array([1, 2, 2, 2, 79], dtype=np.uint8))


def overlap(one: Place, others: Iterable[Place], air: float = 2) -> bool:
    """Whether a place comes nearer to one of the others than this."""
    return any(
        one[0] < other[2] + air and other[0] < one[2] + air and one[1] < other[3] + air and other[1] < one[3] + air
        for other in others
    )


def printable(text: str) -> str:
    """On one line, without what no font has."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _path(shape: Shape):
    from matplotlib.path import Path as Drawn

    return Drawn(shape.points, shape.codes)


def _font(size: float, bold: bool):
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=face(bold), size=size)


@cache
def face(bold: bool) -> Path:
    """DejaVu Sans, which comes with matplotlib: no font of this machine is looked for."""
    import matplotlib

    return Path(matplotlib.get_data_path(), "fonts", "ttf", f"DejaVuSans{'-Bold' if bold else ''}.ttf")
