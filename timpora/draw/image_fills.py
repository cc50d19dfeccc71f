"""What an area is filled with on a picture: the colours and patterns of the browser's map (peta-fills.js).

Patterns are laid over the whole sheet and seen where their areas lie, so that they go on from area to area.
"""

import numpy as np

from timpora.draw.classes import OUTSIDE, SMALL, ZERO
from timpora.draw.image_shapes import Shape
from timpora.draw.image_sheet import Place, Sheet
from timpora.draw.legend import HATCHED
from timpora.draw.palettes import EMPTY, MAP, SMALL_BASE
from timpora.draw.pictures import Picture

_GROUNDS = {
    "n": EMPTY["not_reported_ground"],
    "s": EMPTY["suppressed_ground"],
    "i": EMPTY["insufficient_ground"],
    "x": EMPTY["not_applicable_ground"],
    OUTSIDE: MAP["land"],
}


def ground(mark: str, picture: Picture) -> str:
    """The colour under whatever pattern a letter of `classes.letters` has."""
    if mark in _GROUNDS:
        return _GROUNDS[mark]
    mark = SMALL.get(mark, mark)
    return picture.zero_colour or picture.palette[0] if mark == ZERO else picture.palette[int(mark)]


def is_plain(mark: str) -> bool:
    """Whether a letter is a colour without a pattern."""
    return mark not in "nsix" and mark not in SMALL


def lay(sheet: Sheet, shape: Shape, mark: str, colour: str, within: Place | None = None) -> None:
    """Fill a shape (points in pixels) as a letter is: its ground, and its pattern where it has one."""
    if not len(shape.points):
        return
    sheet.fill(shape, colour, within=within)
    left, top = np.floor(shape.points.min(axis=0))
    right, bottom = np.ceil(shape.points.max(axis=0))
    if within:
        left, top = max(left, within[0]), max(top, within[1])
        right, bottom = min(right, within[2]), min(bottom, within[3])
    if right <= left or bottom <= top:
        return
    seen = (left, top, right, bottom)
    if mark == "n":
        sheet.lines(_slanted(seen, 8, rising=True), EMPTY["not_reported_line"], 1.6, shape, within)
    elif mark == "s":
        sheet.dots(_lattice(seen, 7) + 3.5, EMPTY["suppressed_dot"], 1.3, shape, within)
    elif mark == "i":
        sheet.lines(_squares(seen, 7), EMPTY["insufficient_grid"], 1, shape, within)
    elif mark == "x":
        sheet.lines(_dashes(seen), EMPTY["not_applicable_dash"], 1.4, shape, within)
    elif mark == HATCHED or mark in SMALL:
        ends = _slanted(seen, 12, rising=False)
        sheet.lines(ends, SMALL_BASE["small_base_case"], 2.4, shape, within)
        sheet.lines(ends, SMALL_BASE["small_base_line"], 1, shape, within)


def _slanted(seen: Place, step: float, rising: bool) -> np.ndarray:
    """Lines at 45°, `step` pixels apart along a row, over a box."""
    left, top, right, bottom = seen
    fall = bottom - top
    # A rising line passes x + y = n · step, a falling one x − y = n · step.
    first, last = (left + top, right + bottom) if rising else (left - bottom, right - top)
    sums = np.arange(np.floor(first / step), np.ceil(last / step) + 1) * step
    start = sums - top if rising else sums + top
    end = start - fall if rising else start + fall
    return np.stack([np.column_stack([start, np.full_like(start, top)]),
                     np.column_stack([end, np.full_like(end, bottom)])], axis=1)  # fmt: skip


def _lattice(seen: Place, step: float) -> np.ndarray:
    left, top, right, bottom = seen
    x, y = np.meshgrid(_steps(left, right, step), _steps(top, bottom, step))
    return np.column_stack([x.ravel(), y.ravel()])


def _squares(seen: Place, step: float) -> np.ndarray:
    left, top, right, bottom = seen
    upright = [[[x, top], [x, bottom]] for x in _steps(left, right, step) + 0.5]
    level = [[[left, y], [right, y]] for y in _steps(top, bottom, step) + 0.5]
    return np.array(upright + level)


def _dashes(seen: Place) -> np.ndarray:
    corners = _lattice(seen, 14)
    starts = np.concatenate([np.add(corners, (1, 3.7)), np.add(corners, (8, 10.7))])
    return np.stack([starts, np.add(starts, (6, 0))], axis=1)


def _steps(first: float, last: float, step: float) -> np.ndarray:
    return np.arange(np.floor(first / step), np.ceil(last / step) + 1) * step
