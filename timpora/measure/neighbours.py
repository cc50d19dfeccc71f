"""Who is whose neighbour: areas that share an edge, though their edges do not match exactly.

Polygons drawn by different hands miss each other by up to SEAM_DEGREES, so nothing that asks for touching lines finds
all neighbours. Here two areas are neighbours if enough of the border of each lies within that distance of the other:
more than what two corners that meet in a point have there. Lakes are no areas, and who faces another across one is not
its neighbour. Pure functions; shapely is imported inside, as in boundaries.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SEAM_DEGREES = 0.002  # neighbours' edges in GADM miss each other by up to about 200 m
# A right-angled corner has two seams' length within a seam of another area, one on each side; an acute one has more.
SHORTEST_EDGE = 4 * SEAM_DEGREES

Neighbours = dict[str, tuple[str, ...]]


def of_polygons(codes: Sequence[str], shapes: Sequence[BaseGeometry], seam: float = SEAM_DEGREES) -> Neighbours:
    """Code → codes of its neighbours, sorted; symmetric, and () for an island.

    shapes: valid polygons in degrees, in the order of `codes`. 68 areas take 0.1 s, the nation's 6,600 some 20 s.
    """
    import shapely

    shapes = np.asarray(shapes, dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=seam)
    is_once = first < second
    first, second = first[is_once], second[is_once]
    edges = np.minimum(_beside(shapes[first], shapes[second], seam), _beside(shapes[second], shapes[first], seam))
    share = edges >= SHORTEST_EDGE * seam / SEAM_DEGREES
    return _both_ways(
        codes, [(codes[one], codes[other]) for one, other in zip(first[share], second[share], strict=True)]
    )


def of_cells(cells: Mapping[str, tuple[int, int]]) -> Neighbours:
    """The same of a tile map: tiles that share an edge. cells: code → column, row, each cell once."""
    there = {cell: code for code, cell in cells.items()}
    beside = (((x + 1, y), (x, y + 1)) for x, y in cells.values())
    pairs = [(code, there[cell]) for code, two in zip(cells, beside, strict=True) for cell in two if cell in there]
    return _both_ways(list(cells), pairs)


def _beside(shapes: np.ndarray, others: np.ndarray, seam: float) -> np.ndarray:
    """Length of the border of each shape that lies within a seam of the other, degrees."""
    import shapely

    # Only where the two can meet: a border has thousands of corners elsewhere.
    own, theirs = shapely.bounds(shapes), shapely.bounds(others)
    west, south = (np.maximum(own[:, side], theirs[:, side]) - 2 * seam for side in (0, 1))
    east, north = (np.minimum(own[:, side], theirs[:, side]) + 2 * seam for side in (2, 3))
    where = shapely.box(west, south, east, north)
    border = shapely.intersection(shapely.boundary(shapes), where)
    near = shapely.buffer(shapely.intersection(shapely.boundary(others), where), seam, quad_segs=4)
    return shapely.length(shapely.intersection(border, near))


def _both_ways(codes: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Neighbours:
    found: dict[str, set[str]] = {code: set() for code in codes}
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return {code: tuple(sorted(others)) for code, others in found.items()}
