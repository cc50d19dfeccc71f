"""One map on a sheet: what lies around, areas in their colours and patterns, outlines, names and numbers, insets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from timpora import theme
from timpora.draw import image_fills, image_names, image_tiles
from timpora.draw.classes import OUTSIDE
from timpora.draw.image_shapes import Box, Inset, Plane, Shape, together
from timpora.draw.image_sheet import PAPER, Place, Sheet, rectangle
from timpora.draw.palettes import MAP
from timpora.draw.pictures import Picture

PAD, SMALL_PAD = 18, 6  # pixels between the areas and the edge of the map, a large one and a small one
AIR = 14  # between an inset and the corner it stands in
INSET_SHARE, INSET_LEAST = 0.3, 120  # of the map's height; pixels
_CORNERS = {"bottomleft": (0, 1), "topright": (1, 0), "bottomright": (1, 1), "topleft": (0, 0)}
_MARK = (theme.PAPER["notice-edge"], 0.3)
_VEIL = (PAPER, 0.5)


@dataclass(frozen=True)
class Fit:
    """How the plane lies on the sheet."""

    scale: float  # pixels of one degree of longitude
    left: float
    top: float

    def at(self, points: np.ndarray | tuple[float, float]) -> np.ndarray:
        return np.asarray(points, dtype=float) * (self.scale, -self.scale) + (self.left, self.top)

    def shape(self, shape: Shape) -> Shape:
        return Shape(self.at(shape.points), shape.codes)


def fitted(bounds: Box, place: Place, pad: float = PAD) -> Fit:
    """The bounds as large as they go into a place, in its middle."""
    west, south, east, north = bounds
    left, top, right, bottom = place
    scale = min((right - left - 2 * pad) / (east - west), (bottom - top - 2 * pad) / (north - south))
    return Fit(scale, (left + right) / 2 - scale * (west + east) / 2, (top + bottom) / 2 + scale * (south + north) / 2)


def draw(
    sheet: Sheet,
    plane: Plane,
    picture: Picture,
    place: Place,
    *,
    selected: str | None = None,
    spotlight: Sequence[str] = (),
    mark: str = "",
    is_large: bool = True,
) -> None:
    """The map in its place. mark: written across what lies around, for sample data; is_large: with names and insets.

    spotlight: codes of areas that are outlined while the others step back.
    """
    fit = fitted(plane.bounds, place, PAD if is_large else SMALL_PAD)
    within = _known(plane, fit, place)
    sheet.box(within, MAP["sea"])
    sheet.fill(fit.shape(plane.land), MAP["land"], edge=MAP["land_edge"], width=1, within=within)
    if mark:
        _across(sheet, mark, within, is_large)
    marks = picture.marks.reindex(list(plane.codes), fill_value=OUTSIDE).to_numpy()
    _areas(sheet, plane, picture, marks, fit, within)
    _veil(sheet, plane, spotlight, fit, within)
    for lake in plane.water:
        sheet.fill(fit.shape(lake.shape), MAP["water"], edge=MAP["water_edge"], width=1, within=within)
    _outlines(sheet, plane, fit, within, is_large)
    for code in filter(None, [selected, *spotlight]):
        _ring(sheet, plane, code, fit, within)
    if is_large and not plane.is_national:
        _say(sheet, plane, picture, marks, spotlight, fit, within)


def _say(
    sheet: Sheet,
    plane: Plane,
    picture: Picture,
    marks: np.ndarray,
    spotlight: Sequence[str],
    fit: Fit,
    within: Place,
) -> None:
    """Names, numbers and insets."""
    labels = picture.labels.reindex(list(plane.codes), fill_value="").to_numpy()
    if plane.kind == "tiles":
        image_tiles.write(sheet, plane, picture, (marks, labels), fit)
    else:
        corners = [(inset, _corner(inset, plane, fit, within)) for inset in plane.insets]
        shown = [(inset, corner) for inset, corner in corners if corner]
        image_names.write(sheet, plane, picture, (marks, labels), fit, within, shown, spotlight)
        for inset, corner in shown:
            _inset(sheet, plane, picture, (marks, labels), spotlight, (inset, corner), fit)


def _known(plane: Plane, fit: Fit, place: Place) -> Place:
    """As much of a place as lies within what is known around the areas: beyond it land would end in a straight line."""
    if not len(plane.land.points):
        return place
    west, south, east, north = plane.view
    (left, bottom), (right, top) = fit.at((west, south)), fit.at((east, north))
    return max(place[0], left), max(place[1], top), min(place[2], right), min(place[3], bottom)


def _areas(sheet: Sheet, plane: Plane, picture: Picture, marks: np.ndarray, fit: Fit, within: Place | None) -> None:
    """All areas of a letter at once; between two of one colour no seam is left."""
    for mark in sorted(set(marks)):
        own = fit.shape(together([plane.areas[i] for i in np.flatnonzero(marks == mark)]))
        image_fills.lay(sheet, own, mark, image_fills.ground(mark, picture), within)
    width = 0.25 if plane.is_national else 0.7
    for mark, dashes, edge in (("", (), MAP["edge"]), ("x", (4, 4), MAP["edge"]), (OUTSIDE, (), MAP["land_edge"])):
        drawn = marks == mark if mark else ~np.isin(marks, ["x", OUTSIDE])
        own = together([plane.areas[i] for i in np.flatnonzero(drawn)])
        sheet.fill(fit.shape(own), edge=edge, width=width, opacity=0.75, dashes=dashes, within=within)


def _outlines(sheet: Sheet, plane: Plane, fit: Fit, within: Place, is_large: bool) -> None:
    width = 0.4 if plane.is_national else 2.2 if plane.kind == "tiles" else 1.6
    edges = fit.shape(together([kabupaten.shape for kabupaten in plane.kabupaten]))
    sheet.fill(edges, edge=MAP["outline"], width=width if is_large else width / 2, opacity=0.85, within=within)


def _veil(sheet: Sheet, plane: Plane, spotlight: Sequence[str], fit: Fit, within: Place) -> None:
    """Over all that is not in the light, thin enough that its class can still be told."""
    if lit := set(spotlight) & set(plane.codes):
        others = [shape for code, shape in zip(plane.codes, plane.areas, strict=True) if code not in lit]
        sheet.fill(fit.shape(together(others)), _VEIL, within=within)


def _ring(sheet: Sheet, plane: Plane, selected: str, fit: Fit, within: Place) -> None:
    """What is chosen, a kecamatan or a kabupaten, in a line that is seen on pale and on dark."""
    found = [shape for code, shape in zip(plane.codes, plane.areas, strict=True) if code == selected]
    found += [kab.shape for code, kab in zip(plane.kabupaten_codes, plane.kabupaten, strict=True) if code == selected]
    for colour, width in ((MAP["halo"], 6), (MAP["selected"], 3)):
        sheet.fill(fit.shape(together(found)), edge=colour, width=width, within=within)


def _across(sheet: Sheet, mark: str, within: Place, is_large: bool) -> None:
    """Under the areas, which keep their colours, and often enough to stand on all sides of them."""
    size = 34 if is_large else 13
    left, top, right, bottom = within
    wide = sheet.measured(mark, size, True) * 1.5
    for row, y in enumerate(np.arange(top + 2 * size, bottom + 3 * size, size * 4)):
        for x in np.arange(left + size - (row % 2) * wide / 2, right, wide):
            sheet.write(mark, x, y, size, colour=_MARK, bold=True, turned=20, within=within)


def _corner(inset: Inset, plane: Plane, fit: Fit, within: Place) -> Place | None:
    """Where an inset stands: in its corner or else another one, as large as it goes without covering an area."""
    west, south, east, north = _bounds([plane.areas[i] for i in _own(plane, inset)])
    longer = max(east - west, north - south)
    areas = fit.at(together(plane.areas).points)
    for side in (INSET_SHARE * (within[3] - within[1]), INSET_LEAST):
        width, height = max(side * (east - west) / longer + 16, INSET_LEAST), side * (north - south) / longer + 38
        for corner in dict.fromkeys([inset.corner, *_CORNERS]):
            right, low = _CORNERS[corner]
            x = within[2] - width - AIR if right else within[0] + AIR
            y = within[3] - height - AIR if low else within[1] + AIR
            if not ((areas > (x - 4, y - 4)) & (areas < (x + width + 4, y + height + 4))).all(axis=1).any():
                return x, y, x + width, y + height
    return None


def _inset(
    sheet: Sheet,
    plane: Plane,
    picture: Picture,
    said: tuple[np.ndarray, np.ndarray],
    spotlight: Sequence[str],
    framed: tuple[Inset, Place],
    fit: Fit,
) -> None:
    """A kabupaten whose areas are too small once more and larger, and marked where it lies."""
    (inset, corner), (marks, labels) = framed, said
    own = _own(plane, inset)
    shapes = [plane.areas[i] for i in own]
    bounds = _bounds(shapes)
    (left, bottom), (right, top) = fit.at(bounds[:2]), fit.at(bounds[2:])
    sheet.fill(rectangle(left - 4, top - 4, right + 4, bottom + 4), edge=MAP["outline"], width=1.2, dashes=(2, 3))
    sheet.box(corner, PAPER, edge=MAP["edge"], width=1)
    name, room = plane.kabupaten[inset.kabupaten].name, corner[2] - corner[0] - 12
    size = max(14, image_names.NAME * sheet.letters)
    size = size if sheet.measured(name, size, True) <= room else max(12, size - 2)
    name = sheet.shortened(name, size, room, True)
    sheet.write(name, corner[0] + 6, corner[1] + 20, size, colour=MAP["text"], bold=True)
    larger = fitted(bounds, (corner[0], corner[1] + 26, corner[2], corner[3]), pad=8)
    for place, i in enumerate(own):
        shape = larger.shape(plane.areas[i])
        image_fills.lay(sheet, shape, marks[i], image_fills.ground(marks[i], picture))
        if spotlight and plane.codes[i] not in spotlight:
            sheet.fill(shape, _VEIL)
        sheet.fill(shape, edge=MAP["edge"], width=0.8)
        at = larger.at(inset.places[place])
        image_names.number_on(sheet, labels[i], at, shape, marks[i], picture)
    for i in own:
        if plane.codes[i] in spotlight:
            _ring(sheet, plane, plane.codes[i], larger, corner)


def _own(plane: Plane, inset: Inset) -> list[int]:
    return [i for i, kabupaten in enumerate(plane.kabupaten_of) if kabupaten == inset.kabupaten]


def _bounds(shapes: Sequence[Shape]) -> Box:
    points = together(shapes).points
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    return float(west), float(south), float(east), float(north)
