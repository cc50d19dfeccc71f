"""Polygons made ready for the browser: what surrounds them, what bounds them, where a name fits, and few bytes.

Everything here works on shapely geometries in degrees. geopandas and shapely are imported inside the functions,
because the server needs this module only when the geometry script is not cached yet.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from timpora.measure import boundaries
from timpora.measure.neighbours import SEAM_DEGREES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SCALE = 10_000  # coordinates travel as whole ten-thousandths of a degree, about 11 m
CONTEXT_DEGREES = 0.3
WIDE_SCREEN = 2.6  # width over height that context must cover, or a wide map shows where the land was cut

Bounds = tuple[float, float, float, float]  # west, south, east, north


def encoded(shape: BaseGeometry) -> list:
    """[[ring, …] per polygon]; a ring is [lon, lat, dlon, dlat, …] in 1/SCALE degrees, without its closing point.

    Steps instead of positions: a third of the bytes of GeoJSON. `peta-frame.js` adds them up again.
    """
    import shapely

    polygons = []
    for polygon in shapely.get_parts(shape):
        rings = [_steps(ring) for ring in (polygon.exterior, *polygon.interiors)]
        polygons.append([ring for ring in rings if len(ring) >= 6])
    return [polygon for polygon in polygons if polygon]


def _steps(ring) -> list[int]:
    import shapely

    whole = np.rint(shapely.get_coordinates(ring)[:-1] * SCALE).astype(int)
    return np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=int)).ravel().tolist()


def coarser(shapes: np.ndarray) -> np.ndarray:
    """The nation's shapes, light enough for one screen: three decimals, shared edges stay shared where they match."""
    import shapely

    return shapely.coverage_simplify(shapely.set_precision(shapes, 1e-3), 0.01)


def outline(shapes: np.ndarray, seam: float = SEAM_DEGREES) -> BaseGeometry:
    """The outer edge of areas that belong together, the seams between them closed, lakes and enclaves filled."""
    import shapely

    whole = shapely.union_all(shapes)
    # Out and in again by the same amount: what lies closer than the seam grows together, corners keep their place.
    closed = whole.buffer(seam, join_style="mitre").buffer(-seam, join_style="mitre")
    filled = [shapely.Polygon(part.exterior) for part in shapely.get_parts(closed)]
    return shapely.MultiPolygon([part for part in filled if part.area > seam * seam] or filled)


def label_place(shape: BaseGeometry) -> tuple[float, float, float, float]:
    """(lon, lat, half width, radius in degrees) of the roomiest place for a name inside the largest part of a shape."""
    import shapely

    part = max(shapely.get_parts(shape), key=lambda polygon: polygon.area)
    spoke = shapely.maximum_inscribed_circle(part, tolerance=0.005)
    centre = shapely.get_point(spoke, 0)
    west, _, east, _ = part.bounds
    chord = part.intersection(shapely.LineString([(west, centre.y), (east, centre.y)]))
    pieces = [piece.bounds for piece in shapely.get_parts(chord) if piece.length]
    left, right = next(((b[0], b[2]) for b in pieces if b[0] <= centre.x <= b[2]), (centre.x, centre.x))
    return ((left + right) / 2, centre.y, (right - left) / 2, spoke.length)


def window(bounds: Bounds) -> Bounds:
    """`bounds` with room around them, as wide as a wide screen shows."""
    west, south, east, north = bounds
    height = north - south + 2 * CONTEXT_DEGREES
    width = max(east - west + 2 * CONTEXT_DEGREES, WIDE_SCREEN * height)
    middle = (west + east) / 2
    return (middle - width / 2, south - CONTEXT_DEGREES, middle + width / 2, north + CONTEXT_DEGREES)


def land(folder: Path, bounds: Bounds) -> BaseGeometry:
    """All land within `bounds`, as one pale shape to lie under the map; empty where nothing is known.

    The office's own area is part of it: where neighbours' edges leave a sliver, land shows through, not sea.
    """
    import shapely

    found = boundaries.around(folder, bounds)
    if found is None or found.empty:
        return shapely.Polygon()
    whole = shapely.clip_by_rect(shapely.union_all(found.geometry.values), *bounds)
    closed = whole.buffer(SEAM_DEGREES, join_style="mitre").buffer(-SEAM_DEGREES, join_style="mitre")
    return shapely.simplify(closed, 0.002)


def lakes(folder: Path, bounds: Bounds) -> list[tuple[str, BaseGeometry]]:
    """(name, shape) of the lakes and reservoirs within `bounds`."""
    found = boundaries.water(folder, bounds)
    return [] if found is None else list(zip(found["name"], found.geometry, strict=True))
