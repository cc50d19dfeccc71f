"""Polygons that share their edges: measured, cleaned, simplified. Pure functions on shapely geometries in degrees.

Areas and lengths are measured in EPSG:6933 (cylindrical equal area on WGS 84): a square kilometre is one wherever
it lies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

DECIMALS = 4  # of a degree: about 11 m, as the map is drawn
GAP_DEGREES = 0.0005  # neighbours that miss each other by less than this, about 55 m, are meant to touch
SNAP_DEGREES = 0.00005
TOLERANCE_DEGREES = 0.0003  # how coarse an edge may become, about 33 m: less than a pixel of the office's map
_NOTHING = 1e-10  # square degrees, about a square metre
SMALLEST_KM2 = 0.01  # a hectare: less is a sliver, which `clean` closes


@dataclass(frozen=True)
class Gap:
    """A hole between areas that is neither water nor another area."""

    km2: float
    beside: tuple[int, ...]  # places of the areas around it


def equal_area(shapes: np.ndarray) -> np.ndarray:
    """The same shapes in metres, EPSG:6933."""
    import shapely

    return shapely.transform(shapes, lambda at: np.column_stack(_projection()(at[:, 0], at[:, 1])))


def km2(shapes: np.ndarray) -> np.ndarray:
    """Areas in km² of shapes in degrees."""
    import shapely

    return shapely.area(equal_area(np.asarray(shapes))) / 1e6


def polygonal(shapes: np.ndarray) -> np.ndarray:
    """Valid shapes, of polygons only: lines and points that repair leaves behind are dropped."""
    import shapely

    valid = shapely.make_valid(np.asarray(shapes), method="structure", keep_collapsed=False)
    return np.array([_polygons_of(shape) for shape in valid], dtype=object)


def clean(shapes: np.ndarray) -> np.ndarray:
    """Valid shapes as one coverage: no overlaps, no enclosed slivers, shared edges the same for both neighbours.

    Where two lie on each other the smaller keeps the ground: a town inside a kecamatan would be gone else. Snapping
    can still fold a shape into its neighbour (of GADM's 6,647 it takes Boyolali, 30 km²): then it is done with less.
    """
    import shapely

    for snapping in (SNAP_DEGREES, SNAP_DEGREES / 5, 0.0):
        cleaned = shapely.coverage_clean(
            shapes, gap_width=GAP_DEGREES, snapping_distance=snapping, merge_strategy="min_area"
        )
        if not (shapely.area(cleaned) < shapely.area(shapes) / 10).any():
            break
    return cleaned


def _joined(shapes: np.ndarray) -> np.ndarray:
    """Slivers between neighbours that are open at one end, as where a border meets the sea, given to one of the two."""
    import shapely

    whole = shapely.union_all(shapes)
    # Out and in again by the same amount: what lies closer than the gap grows together, corners keep their place.
    grown = whole.buffer(GAP_DEGREES / 2, join_style="mitre").buffer(-GAP_DEGREES / 2, join_style="mitre")
    slivers = [part for part in shapely.get_parts(grown.difference(whole)) if part.area > _NOTHING]
    if not slivers:
        return shapes
    reach = shapely.buffer(np.array(slivers, dtype=object), SNAP_DEGREES)
    tree, given = shapely.STRtree(shapes), shapes.copy()
    for sliver, around in zip(slivers, reach, strict=True):
        beside = tree.query(around, predicate="intersects")
        if len(beside) > 1:  # a bay of one area is no seam
            widest = beside[np.argmax(shapely.area(shapely.intersection(shapes[beside], around)))]
            given[widest] = shapely.union_all([given[widest], sliver.buffer(SNAP_DEGREES / 50)])
    return polygonal(given)


def simplified(shapes: np.ndarray) -> np.ndarray:
    """A coverage with fewer points on the four-decimal grid, still a coverage: neighbours keep sharing their edges."""
    import shapely

    # Open slivers are closed once there are few points: with a million of them that is what takes long.
    coarse = clean(_joined(shapely.coverage_simplify(shapes, TOLERANCE_DEGREES)))
    # What a shape loses by rounding is at most its thinnest parts; one that would lose all of itself stays as it is.
    rounded = shapely.transform(coarse, lambda at: np.round(at, DECIMALS))
    if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
        return rounded
    mended = shapely.coverage_clean(polygonal(rounded), gap_width=0.0, snapping_distance=0.0)
    return mended if not shapely.is_empty(mended).any() and shapely.coverage_is_valid(mended) else coarse


def overlaps(metric: np.ndarray, smallest: float = SMALLEST_KM2) -> list[tuple[int, int, float]]:
    """(place, place, km²) of every two areas that lie on each other, the largest first. metric: in EPSG:6933."""
    import shapely

    first, second = shapely.STRtree(metric).query(metric, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.area(shapely.intersection(metric[first], metric[second])) / 1e6
    found = [
        (int(one), int(other), float(area))
        for one, other, area in zip(first, second, shared, strict=True)
        if area >= smallest
    ]
    return sorted(found, key=lambda pair: -pair[2])


def gaps(metric: np.ndarray, filled: np.ndarray | None = None, smallest: float = SMALLEST_KM2) -> list[Gap]:
    """Holes enclosed by areas, the largest first. filled: what may lie in a hole (lakes, areas of another set)."""
    import shapely

    whole = shapely.get_parts(shapely.union_all(metric))
    holes = np.array([shapely.Polygon(ring) for part in whole for ring in part.interiors], dtype=object)
    holes = holes[shapely.area(holes) / 1e6 >= smallest] if len(holes) else holes
    if not len(holes):
        return []
    other = shapely.union_all(filled) if filled is not None and len(filled) else shapely.Polygon()
    left = shapely.difference(holes, other)
    tree = shapely.STRtree(metric)
    found = [
        Gap(float(shapely.area(rest)) / 1e6, tuple(sorted(map(int, tree.query(hole, "dwithin", distance=1.0)))))
        for hole, rest in zip(holes, left, strict=True)
        if shapely.area(rest) / 1e6 >= smallest
    ]
    return sorted(found, key=lambda gap: -gap.km2)


def alone(metric: np.ndarray, near: float = 200.0) -> list[int]:
    """Places of the areas with no neighbour within so many metres."""
    import shapely

    first, second = shapely.STRtree(metric).query(metric, "dwithin", distance=near)
    return sorted(set(range(len(metric))) - set(map(int, first[first != second])))


def _polygons_of(shape):
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


@cache
def _projection():
    import pyproj

    return pyproj.Transformer.from_crs(4326, 6933, always_xy=True).transform
