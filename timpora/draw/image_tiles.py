"""Names and numbers on tiles, each in its own; and what all writing on a map has in common: its ink, its two lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from timpora.draw.image_fills import ground, is_plain
from timpora.draw.image_shapes import Named, Plane, Room, Shape
from timpora.draw.image_sheet import Sheet
from timpora.draw.palettes import INKS, MAP
from timpora.draw.pictures import Picture

if TYPE_CHECKING:
    from timpora.draw.image_map import Fit

NUMBER = 14  # size of a number
SMALLEST = 9.5  # of a name on a tile
DARK = 0.179  # luminance below which white reads better than black: either way at least 4.5 to 1
Said = tuple[np.ndarray, np.ndarray]  # letter and short number of every area


def write(sheet: Sheet, plane: Plane, picture: Picture, said: Said, fit: Fit) -> None:
    """Names and numbers in their tiles, and those of kabupaten between the rows."""
    for i in range(len(plane.areas)):
        _tile(sheet, plane, picture, said, i, fit)
    for kabupaten in plane.kabupaten:
        _heading(sheet, kabupaten, fit)


def ink(mark: str, picture: Picture) -> dict[str, str | None]:
    """Black or white, whichever reads better on a colour; on a pattern black in a white case."""
    if not is_plain(mark):
        return {"colour": INKS["dark"], "halo": MAP["halo"]}
    colour = ground(mark, picture)
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    is_dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK
    return {"colour": INKS["light" if is_dark else "dark"], "halo": None}


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def two_lines(name: str) -> list[str]:
    """A name in two lines where it has a space, the longer one as short as can be."""
    words = name.split()
    splits = [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words))]
    return min(splits, key=lambda lines: max(map(len, lines))) if splits else [name]


def across(room: Room, fit: Fit) -> float:
    return 2 * room.half * fit.scale


def _tile(sheet: Sheet, plane: Plane, picture: Picture, said: Said, i: int, fit: Fit) -> None:
    """Name and number in the tile, between the rows on which kabupaten are written."""
    (left, top), (right, bottom) = (fit.at(edge) for edge in _corners(plane.areas[i]))
    room, high = (right - left) * 0.94, bottom - top
    size = max(SMALLEST, min(NUMBER * sheet.letters, high * 0.24))
    lines = two_lines(plane.names[i]) if sheet.measured(plane.names[i], size) > room else [plane.names[i]]
    while size > SMALLEST and max(sheet.measured(line, size) for line in lines) > room:
        size -= 0.5
    look = ink(said[0][i], picture)
    rows = [(sheet.shortened(line, size, room), size, False) for line in lines]
    if said[1][i]:
        rows.append((said[1][i], min(NUMBER * sheet.letters, high * 0.28), True))
    y = (top + bottom) / 2 - sum(size * 1.1 for _, size, _ in rows) / 2
    for text, size, bold in rows:
        y += size * 1.1
        sheet.write(text, (left + right) / 2, y - size * 0.22, size, bold=bold, across="center", **look)


def _heading(sheet: Sheet, kabupaten: Named, fit: Fit) -> None:
    bare = re.sub(r"^(Kabupaten|Kota) ", "", kabupaten.name).upper()
    x, y = fit.at((kabupaten.room.x, kabupaten.room.y))
    size = 13.0
    while size > SMALLEST and sheet.measured(bare, size, True) > 1.25 * across(kabupaten.room, fit):
        size -= 0.5
    sheet.write(
        bare, x, y, size, colour=MAP["selected"], bold=True, across="center", down="center_baseline", halo=MAP["halo"]
    )


def _corners(shape: Shape) -> tuple[np.ndarray, np.ndarray]:
    """The corner at the top left of a shape on the plane, and that at the bottom right."""
    (west, south), (east, north) = shape.points.min(axis=0), shape.points.max(axis=0)
    return np.array([west, north]), np.array([east, south])
