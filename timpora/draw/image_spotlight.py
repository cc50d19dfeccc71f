"""The names of the kecamatan that are spoken of, each on its own or beside it, with a line that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from timpora.draw.image_shapes import Plane, Shape
from timpora.draw.image_sheet import LEADING, Place, Sheet, overlap
from timpora.draw.palettes import MAP

if TYPE_CHECKING:
    from timpora.draw.image_map import Fit

_AWAY = (0, 22, 34, 48, 64, 84, 108, 136)  # pixels from the kecamatan in which a place is looked for
_WAYS = 16  # directions
_MOST = 0.4  # of the map that all texts may cover: with more no map is left


def write(
    sheet: Sheet, plane: Plane, lit: Mapping[str, str], size: float, fit: Fit, within: Place, placed: list[Place]
) -> list[str]:
    """Writes as many of the texts as have room, the first ones first; returns the codes of these.

    lit: code of a kecamatan → what is written; placed: where something stands already, to which the texts are added.
    None covers another kecamatan that is spoken of.
    """
    own = {code: fit.shape(shape) for code, shape in zip(plane.codes, plane.areas, strict=True) if code in lit}
    taken = {code: _box(shape.points) for code, shape in own.items()}
    high, written = size * LEADING, []
    west, south, east, north = plane.bounds
    covered = high * sum(sheet.measured(lit[code], size, True) for code in own)
    if covered > _MOST * (east - west) * (north - south) * fit.scale**2:
        return []
    for code in (code for code in lit if code in own):
        room = plane.rooms[plane.codes.index(code)]
        middle, wide = fit.at((room.x, room.y)), sheet.measured(lit[code], size, True) + 4
        others = [*placed, *(box for other, box in taken.items() if other != code)]
        spot = next((box for box in _spots(middle, wide, high) if _is_free(box, within, others)), None)
        if spot is None:
            continue
        placed.append(spot)
        written.append(code)
        edge = np.clip(middle, spot[:2], spot[2:])
        if (edge != middle).any():
            line = Shape(np.array([edge, middle]), np.array([1, 2], dtype=np.uint8))
            sheet.fill(line, edge=MAP["halo"], width=4)
            sheet.fill(line, edge=MAP["selected"], width=1.6)
        x, y = (spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2
        look = {"colour": MAP["selected"], "bold": True, "halo": MAP["halo"]}
        sheet.write(lit[code], x, y, size, across="center", down="center_baseline", **look)
    return written


def _spots(middle: np.ndarray, wide: float, high: float) -> Iterator[Place]:
    """Places around a point, the nearest first; of two that are as near the one that lies further to a side."""
    for away in _AWAY:
        for turn in sorted(range(_WAYS), key=lambda turn: abs(np.sin(2 * np.pi * turn / _WAYS))) if away else (0,):
            across, down = np.cos(2 * np.pi * turn / _WAYS), np.sin(2 * np.pi * turn / _WAYS)
            x = middle[0] + across * (away + wide / 2 if away else 0)
            y = middle[1] + down * (away + high / 2 if away else 0)
            yield x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _is_free(box: Place, within: Place, others: Sequence[Place]) -> bool:
    inside = within[0] + 4 < box[0] and box[2] < within[2] - 4 and within[1] + 4 < box[1] and box[3] < within[3] - 4
    return inside and not overlap(box, others)


def _box(points: np.ndarray) -> Place:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
