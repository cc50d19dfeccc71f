"""Names and numbers on a map: where there is room for them, never over one another, the largest numbers first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from timpora.draw import image_spotlight
from timpora.draw.classes import OUTSIDE, SMALL, ZERO
from timpora.draw.image_shapes import Inset, Named, Plane, Shape, together
from timpora.draw.image_sheet import LEADING, Place, Sheet, overlap
from timpora.draw.image_tiles import NUMBER, Said, across, ink, two_lines
from timpora.draw.palettes import MAP
from timpora.draw.pictures import Picture

if TYPE_CHECKING:
    from timpora.draw.image_map import Fit

NAME, LARGE = 12, 15  # sizes of a kecamatan's name and of a kabupaten's
OVER = 1.05  # of its room that a text may take
STEP = 8  # pixels from one place that is tried for a name to the next
REACH = 110  # pixels out to sea in which a kabupaten's name is placed


def write(
    sheet: Sheet,
    plane: Plane,
    picture: Picture,
    said: Said,
    fit: Fit,
    within: Place,
    insets: Sequence[tuple[Inset, Place]],
    spotlight: Sequence[str] = (),
) -> None:
    """All of them. insets: those that are drawn, and where; nothing else stands there, and their numbers only there.

    spotlight: codes of kecamatan that are named first, beside themselves where they have no room.
    """
    placed = [place for _, place in insets]
    names = dict(zip(plane.codes, plane.names, strict=True))
    lit = {code: names[code] for code in spotlight if code in names}
    named = image_spotlight.write(sheet, plane, lit, NAME * sheet.letters, fit, within, placed)
    marks, labels = said
    # Classes from the highest down; a zero says in its colour all that its number would.
    order = [i for i in np.argsort(marks, kind="stable")[::-1] if labels[i] and SMALL.get(marks[i], marks[i]) != ZERO]
    kept = {inset.kabupaten for inset, _ in insets}
    for i in order:
        if plane.kabupaten_of[i] not in kept:
            is_in = _number_in(sheet, plane, picture, said, i, fit, placed)
            if i == order[0] and not is_in:  # the largest is told at least
                largest = {plane.codes[i]: labels[i]}
                image_spotlight.write(sheet, plane, largest, _number_size(sheet), fit, within, placed)
    for kabupaten in sorted(plane.kabupaten, key=lambda kab: -kab.room.half):
        _kabupaten(sheet, plane, kabupaten, fit, within, placed)
    for lake in plane.water:
        _lake(sheet, lake, fit, placed)
    for i in range(len(plane.areas)):
        if plane.kabupaten_of[i] not in kept and marks[i] != OUTSIDE and plane.codes[i] not in named:
            _name_in(sheet, plane, picture, said, i, fit, placed)


def number_on(sheet: Sheet, label: str, at: np.ndarray, shape: Shape, mark: str, picture: Picture) -> None:
    """A number in the middle of a place on an area, its points in pixels, where it goes into the area."""
    for size in (_number_size(sheet), NAME * sheet.letters if sheet.letters > 1 else NUMBER - 3):
        half = sheet.measured(label, size, True) * 0.48
        ends = at + np.array([(-half, 0), (half, 0)])
        if label and _contains(shape, ends).all():
            _number(sheet, label, *at, mark, picture, size)
            return


def _number_size(sheet: Sheet) -> float:
    return max(NUMBER, NAME * sheet.letters)


def _number(sheet: Sheet, label: str, x: float, y: float, mark: str, picture: Picture, size: float) -> None:
    sheet.write(label, x, y, size, bold=True, across="center", down="center_baseline", **ink(mark, picture))


def _number_in(sheet: Sheet, plane: Plane, picture: Picture, said: Said, i: int, fit: Fit, placed: list[Place]) -> bool:
    """Whether there was room for it."""
    mark, label = said[0][i], said[1][i]
    size = _number_size(sheet)
    room, wide = plane.rooms[i], sheet.measured(label, size, True)
    if wide > across(room, fit) or room.radius * fit.scale < size * 0.5:
        return False
    x, y = fit.at((room.x, room.y))
    box = (x - wide / 2, y - size / 2, x + wide / 2, y + size / 2)
    if overlap(box, placed):
        return False
    placed.append(box)
    _number(sheet, label, x, y, mark, picture, size)
    return True


def _name_in(sheet: Sheet, plane: Plane, picture: Picture, said: Said, i: int, fit: Fit, placed: list[Place]) -> None:
    """The name of a kecamatan under its number, or alone in the middle."""
    room, lines, size = plane.rooms[i], two_lines(plane.names[i]), NAME * sheet.letters
    wide = max(sheet.measured(line, size) for line in lines)
    x, y = fit.at((room.x, room.y))
    is_numbered = any(abs((box[0] + box[2]) / 2 - x) < 1 and abs((box[1] + box[3]) / 2 - y) < 1 for box in placed)
    down = _number_size(sheet) * 0.6 if is_numbered else -len(lines) * size * LEADING / 2
    high = len(lines) * size * LEADING
    box = (x - wide / 2, y + down, x + wide / 2, y + down + high)
    if wide > across(room, fit) or overlap(box, placed, air=0):
        return
    if not _contains(fit.shape(plane.areas[i]), _grid(box)).all():
        return
    placed.append(box)
    for place, line in enumerate(lines):
        at = box[1] + (place + 0.8) * size * LEADING
        sheet.write(line, x, at, size, across="center", **ink(said[0][i], picture))


def _kabupaten(sheet: Sheet, plane: Plane, kabupaten: Named, fit: Fit, within: Place, placed: list[Place]) -> None:
    """A kabupaten's name: at sea beside it where there is sea, else inside, where no number is covered."""
    bare = re.sub(r"^(Kabupaten|Kota) ", "", kabupaten.name).upper()
    lines, size = two_lines(bare) if len(bare) > 11 else [bare], max(LARGE, NAME * sheet.letters)
    wide = max(sheet.measured(line, size, True) for line in lines)
    high = len(lines) * size * LEADING
    spot = _at_sea(plane, kabupaten, (wide, high), fit, within, placed)
    if spot is None:
        spot = _inside(kabupaten, (wide, high), fit, placed)
    if spot is None:
        return
    box, leader = spot
    placed.append(box)
    if leader is not None:
        sheet.fill(Shape(leader, np.array([1, 2], dtype=np.uint8)), edge=MAP["text"], width=1)
    _lines(sheet, lines, box, size, MAP["text"], bold=True)


def _inside(kabupaten: Named, size: tuple[float, float], fit: Fit, placed: list[Place]):
    """As near as it goes to the roomiest place, whole within the kabupaten."""
    wide, high = size
    shape, middle = fit.shape(kabupaten.shape), fit.at((kabupaten.room.x, kabupaten.room.y))
    (left, top), (right, bottom) = shape.points.min(axis=0), shape.points.max(axis=0)
    x, y = np.meshgrid(np.arange(left, right, STEP), np.arange(top, bottom, STEP))
    centres = np.column_stack([x.ravel(), y.ravel()])
    centres = centres[np.argsort(np.hypot(*(centres - middle).T), kind="stable")]
    boxes = [(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2) for x, y in [tuple(middle), *centres]]
    is_in = _contains(shape, np.concatenate([_grid(box) for box in boxes])).reshape(len(boxes), -1).all(axis=1)
    free = (box for box, whole in zip(boxes, is_in, strict=True) if whole and not overlap(box, placed))
    return next(((box, None) for box in free), None)


def _at_sea(plane: Plane, kabupaten: Named, size: tuple[float, float], fit: Fit, within: Place, placed: list[Place]):
    """The nearest place beside it with neither land nor writing on it, nor anything between."""
    wide, high = size
    own = fit.at(kabupaten.shape.points)
    y = fit.at((kabupaten.room.x, kabupaten.room.y))[1]
    near = own[np.abs(own[:, 1] - y) < high]
    if not len(near):
        return None
    spots, ways = [], []
    for away in range(8, REACH, 6):
        for side, edge in ((-1, near[:, 0].min()), (1, near[:, 0].max())):
            x = edge + side * (away + wide / 2)
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            if within[0] + 6 < box[0] and box[2] < within[2] - 6 and not overlap(box, placed):
                spots.append((box, None if away == 8 else np.array([[x - side * (wide / 2 + 3), y], [edge, y]])))
                between = np.linspace(edge + side * 3, x - side * wide / 2, 6)
                ways.append(np.vstack([_grid(box), np.column_stack([between, np.full(6, y)])]))
    if not spots:
        return None
    is_dry = _contains(fit.shape(together([plane.land, *plane.areas])), np.concatenate(ways))
    free = ~is_dry.reshape(len(spots), -1).any(axis=1)
    return spots[int(np.argmax(free))] if free.any() else None


def _lake(sheet: Sheet, lake: Named, fit: Fit, placed: list[Place]) -> None:
    lines, size = two_lines(lake.name), NAME * sheet.letters
    wide, high = max(sheet.measured(line, size) for line in lines), len(lines) * size * LEADING
    x, y = fit.at((lake.room.x, lake.room.y))
    box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    if wide <= OVER * across(lake.room, fit) and not overlap(box, placed):
        placed.append(box)
        _lines(sheet, lines, box, size, MAP["water_text"])


def _lines(sheet: Sheet, lines: list[str], box: Place, size: float, colour: str, *, bold: bool = False) -> None:
    for place, line in enumerate(lines):
        y = box[1] + (place + 0.8) * size * LEADING
        x = (box[0] + box[2]) / 2
        sheet.write(line, x, y, size, colour=colour, bold=bold, across="center", halo=MAP["halo"])


def _grid(box: Place) -> np.ndarray:
    """Nine points of a box: whether they are dry says whether it is."""
    left, top, right, bottom = box
    xs, ys = np.linspace(left, right, 3), np.linspace(top, bottom, 3)
    return np.array([(x, y) for x in xs for y in ys])


def _contains(shape: Shape, points: np.ndarray) -> np.ndarray:
    from matplotlib.path import Path as Drawn

    if not len(shape.points):
        return np.zeros(len(points), dtype=bool)
    return Drawn(shape.points, shape.codes).contains_points(points)
