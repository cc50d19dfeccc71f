"""A sheet that becomes SVG: the very drawing of a picture for a slide, crisp on any screen, and no font with it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote

import numpy as np

from timpora.draw.image_shapes import Shape
from timpora.draw.image_sheet import INK, Place, Sheet, printable, rectangle

_FINE = 10  # units of the drawing to a pixel: whole numbers are short, and a tenth is finer than a screen
_MOVE, _CLOSE = 1, 79  # matplotlib.path.Path's codes, as shapes have them
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
# Text is measured in the first of these, which is the widest: in the others it has room, too.
_FACES = "DejaVu Sans,Verdana,Segoe UI,Noto Sans,sans-serif"


class Drawing(Sheet):
    """As a Sheet, `svg` in place of `png`."""

    def __init__(self, size: tuple[int, int], letters: float = 1):
        super().__init__(size, 1, letters)
        self._parts: list[str] = []
        self._clips: dict[str, str] = {}  # path → id

    def svg(self) -> str:
        """What was drawn."""
        clips = "".join(f'<clipPath id="{name}"><path d="{path}"/></clipPath>' for path, name in self._clips.items())
        box = f"0 0 {self.width * _FINE} {self.height * _FINE}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" font-family="{_FACES}" stroke-linejoin="round">'
            f"<defs>{clips}</defs>{''.join(self._parts)}</svg>"
        )

    def address(self) -> str:
        """The same as the `src` of an image."""
        return f"data:image/svg+xml,{quote(self.svg(), safe=' =:/,;()-.')}"

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        colour: str | tuple[str, float] = INK,
        bold: bool = False,
        across: str = "left",
        down: str = "baseline",
        halo: str | None = None,
        turned: float = 0,
        within: Place | None = None,
    ) -> None:
        x, y = round(x * _FINE), round(y * _FINE)
        told = [f'x="{x}" y="{y}" font-size="{round(size * _FINE)}"', _paint("fill", colour)]
        told += ['font-weight="700"'] if bold else []
        told += [f'text-anchor="{_ANCHORS[across]}"'] if across != "left" else []
        told += ['dy=".35em"'] if down == "center_baseline" else []
        told += [f'transform="rotate({-turned} {x} {y})"'] if turned else []
        if halo:
            told.append(f'{_paint("stroke", halo)} stroke-width="{round(size * _FINE / 4.5)}" paint-order="stroke"')
        self._add(f"<text {' '.join(told)}>{escape(printable(text))}</text>", within)

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
        if not len(shape.points):
            return
        told = [_paint("fill", colour)]
        if edge != "none":
            told.append(f'{_paint("stroke", (edge, opacity))} stroke-width="{round(width * _FINE)}"')
            told += [f'stroke-dasharray="{" ".join(str(round(dash * width * _FINE)) for dash in dashes)}"'] * bool(
                dashes
            )
        self._add(f'<path {" ".join(told)} d="{_path(shape)}"/>', within)

    def lines(self, ends: np.ndarray, colour: str, width: float, over: Shape, within: Place | None = None) -> None:
        ends = np.rint(ends * _FINE).astype(int).reshape(-1, 4)
        path = "".join(f"M{a} {b}L{c} {d}" for a, b, c, d in ends)
        drawn = f'<path {_paint("stroke", colour)} stroke-width="{round(width * _FINE)}" d="{path}"/>'
        self._add(self._clipped(drawn, _path(over)), within)

    def dots(self, points: np.ndarray, colour: str, radius: float, over: Shape, within: Place | None = None) -> None:
        path = "".join(f"M{x} {y}h0" for x, y in np.rint(points * _FINE).astype(int))
        width = round(2 * radius * _FINE)
        drawn = f'<path {_paint("stroke", colour)} stroke-width="{width}" stroke-linecap="round" d="{path}"/>'
        self._add(self._clipped(drawn, _path(over)), within)

    def _add(self, drawn: str, within: Place | None) -> None:
        self._parts.append(self._clipped(drawn, _path(rectangle(*within))) if within else drawn)

    def _clipped(self, drawn: str, path: str) -> str:
        name = self._clips.setdefault(path, f"c{len(self._clips)}")
        return f'<g clip-path="url(#{name})">{drawn}</g>'


def _paint(name: str, colour: str | tuple[str, float]) -> str:
    colour, opacity = colour if isinstance(colour, tuple) else (colour, 1)
    return f'{name}="{colour}"' + (f' {name}-opacity="{opacity}"' if opacity != 1 else "")


def _path(shape: Shape) -> str:
    return "".join(_rings(np.rint(shape.points * _FINE).astype(int), shape.codes))


def _rings(points: np.ndarray, codes: np.ndarray) -> Iterator[str]:
    """Each ring from its first point in steps; points that fall on one another are one."""
    starts = np.flatnonzero(codes == _MOVE)
    for start, end in zip(starts, [*starts[1:], len(codes)], strict=True):
        is_closed = codes[end - 1] == _CLOSE
        ring = points[start : end - 1 if is_closed else end]
        steps = np.diff(ring, axis=0)
        moved = " ".join(f"{x} {y}" for x, y in steps[steps.any(axis=1)])
        yield f"M{ring[0][0]} {ring[0][1]}l{moved or '0 0'}{'z' if is_closed else ''}"
