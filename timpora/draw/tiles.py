"""The tile map (peta ubin): one equal tile per area, laid out like the land.

`grid` gives every area a cell of its own, near where it lies and beside its own kabupaten; `squares` turns cells
into polygons in degrees, so that the layer which draws kecamatan draws tiles too; `headings` finds where the name of
a kabupaten stands between its tiles. All are pure and answer the same whatever the order of their input. Positions
are counted in cells: columns to the east, rows to the north.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd

Cell = tuple[int, int]

GAP = 0.08  # of a cell, left between two tiles
NEIGHBOURS = ((1, 0), (-1, 0), (0, 1), (0, -1))
COHESION = 2.0  # what a neighbour of the same kabupaten is worth, in squared cells of displacement
COMPANY = 0.35  # what any neighbour is worth: pulls tiles together, so that the land has few holes
BEST = len(NEIGHBOURS) * (COMPANY + COHESION)  # with four neighbours of its own kabupaten
WIDE = 1.6  # width over height of a tile that carries a name: "Maritengngae" at the size in which it can be read
SNUG = 0.9  # cells a little smaller than the land would give: seven of seven kabupaten of the first office stay whole
SEA = 2  # empty columns or rows between tiles, at most: of two archipelagos 500 km apart nobody could read a name
ROUNDS = 60


def grid(areas: pd.DataFrame) -> dict[str, Cell]:
    """Cell of every area. `areas`: area_code, kabupaten_code, lat, lon (degrees), one row per area.

    Greedy from the densest part outwards, then improved by moves and swaps as long as one helps: the sum of
    squared displacements, less a bonus for neighbours of the same kabupaten, only ever falls.
    """
    areas = areas.sort_values("area_code", kind="stable")
    targets, _ = _targets(areas)
    kabupaten = areas["kabupaten_code"].tolist()
    cells = _settled(tuple(_spread(targets, _reach(targets))), tuple(map(tuple, targets.tolist())), tuple(kabupaten))
    return dict(zip(areas["area_code"], _drawn_together(cells), strict=True))


def squares(
    areas: pd.DataFrame, cells: Mapping[str, Cell], gap: float = GAP, wide: float = 1.0
) -> dict[str, list[list[float]]]:
    """Ring of every tile, as [lon, lat] in degrees, closed; equal on a Mercator map, the whole centred on the land.

    gap: of a cell's height, left between two tiles; wide: width of a cell over its height.
    """
    place = _placing(areas, cells, wide)
    across, up = (1 - gap / wide) / 2, (1 - gap) / 2
    corners = ((-across, -up), (across, -up), (across, up), (-across, up), (-across, -up))
    return {code: [place(x + dx, y + dy) for dx, dy in corners] for code, (x, y) in cells.items()}


def headings(
    areas: pd.DataFrame, cells: Mapping[str, Cell], wide: float = 1.0
) -> dict[str, tuple[float, float, float]]:
    """(lon, lat, half width in degrees) of each kabupaten's name: on the longest line between two rows of its tiles.

    There the names of its tiles leave room, and it cannot be read as the neighbour's. Where a kabupaten has one row
    only, the name stands on that row's upper edge.
    """
    place = _placing(areas, cells, wide)
    found = {}
    for kabupaten, members in areas.groupby("kabupaten_code")["area_code"]:
        own = {cells[code] for code in members}
        (left, right), line = _longest(own)
        west, lat = place(left - 0.5, line)
        east, _ = place(right + 0.5, line)
        found[kabupaten] = ((west + east) / 2, lat, (east - west) / 2)
    return found


def _drawn_together(cells: Sequence[Cell]) -> list[Cell]:
    """Wide empty columns and rows made narrow; who lies east or north of whom stays, and so does who is beside whom."""
    across, up = ([cell[axis] for cell in cells] for axis in (0, 1))
    return list(zip(_narrowed(across), _narrowed(up), strict=True))


def _narrowed(places: list[int]) -> list[int]:
    ordered = sorted(set(places))
    new = {ordered[0]: ordered[0]}
    for before, place in pairwise(ordered):
        new[place] = new[before] + min(place - before, SEA + 1)
    return [new[place] for place in places]


def _longest(own: set[Cell]) -> tuple[tuple[int, int], float]:
    """First and last column, and height in rows, of the longest line between rows; of equals the highest."""
    within = [(x, y) for x, y in own if (x, y + 1) in own]
    runs = []
    for y in {y for _, y in within or own}:
        columns = sorted(x for x, row in within or own if row == y)
        start = columns[0]
        for x, following in zip(columns, [*columns[1:], None], strict=True):
            if following != x + 1:
                runs.append((x - start, y, start))
                start = following
    length, y, start = max(runs)
    return (start, start + length), y + 0.5


def _placing(areas: pd.DataFrame, cells: Mapping[str, Cell], wide: float) -> Callable[[float, float], list[float]]:
    """What turns a place counted in cells into [lon, lat] in degrees."""
    areas = areas.sort_values("area_code", kind="stable")
    _, pitch = _targets(areas)
    east, north = _mercator(areas)
    middle = np.array([cells[code] for code in areas["area_code"]], dtype=float).mean(axis=0)

    def place(x: float, y: float) -> list[float]:
        return _degrees(*((np.array((x, y)) - middle) * (pitch * wide, pitch) + (east.mean(), north.mean())))

    return place


def _targets(areas: pd.DataFrame) -> tuple[np.ndarray, float]:
    """Where each area would lie if tiles could overlap (in cells), and the width of a cell (Mercator radians)."""
    points = np.column_stack(_mercator(areas))
    pitch = _pitch(points)
    return (points - points.mean(axis=0)) / pitch, pitch


def _mercator(areas: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    # Squares must look equal on Leaflet's map, and that is a Mercator one.
    latitude = np.radians(areas["lat"].to_numpy(dtype=float))
    return np.radians(areas["lon"].to_numpy(dtype=float)), np.log(np.tan(math.pi / 4 + latitude / 2))


def _degrees(x: float, y: float) -> list[float]:
    return [math.degrees(x), math.degrees(math.atan(math.sinh(y)))]


def _pitch(points: np.ndarray) -> float:
    """Width of a cell that gives a typical area about the room it has on the land."""
    distance = _reach(points)
    typical = float(np.median(distance[distance > 0])) if (distance > 0).any() else 0.0
    near = min(6, len(points) - 1)
    return SNUG * typical * math.sqrt(math.pi / near) if typical else math.radians(0.1)


def _reach(points: np.ndarray, near: int = 6) -> np.ndarray:
    """Distance of every point to its sixth neighbour: small where areas lie densely."""
    near = min(near, len(points) - 1)
    if near < 1:
        return np.zeros(len(points))
    # In slices: all distances of the nation at once would take 350 MB.
    slices = [points[start : start + 500] for start in range(0, len(points), 500)]
    return np.concatenate(
        [np.partition(np.hypot(*(part[:, None] - points).transpose(2, 0, 1)), near)[:, near] for part in slices]
    )


def _spread(targets: np.ndarray, reach: np.ndarray) -> list[Cell]:
    """The nearest free cell for each, the densest first: a town's tiles stay together, the open land gives way."""
    taken: dict[Cell, int] = {}
    cells: list[Cell] = [(0, 0)] * len(targets)
    for i in np.lexsort((np.arange(len(targets)), reach)):
        x, y = targets[i]
        cells[i] = next(cell for cell in _outwards(x, y) if cell not in taken)
        taken[cells[i]] = i
    return cells


def _outwards(x: float, y: float) -> Iterable[Cell]:
    """Cells around a point, nearest first (ring by ring: within a ring the nearest, ties by position)."""
    column, row = round(x), round(y)
    radius = 0
    while True:
        ring = [
            (column + dx, row + dy)
            for dx in range(-radius, radius + 1)
            for dy in (range(-radius, radius + 1) if abs(dx) == radius else (-radius, radius))
        ]
        yield from sorted(set(ring), key=lambda cell: ((cell[0] - x) ** 2 + (cell[1] - y) ** 2, cell))
        radius += 1


@lru_cache(8)  # an office is laid out once, whoever looks at it in whichever language
def _settled(
    cells: tuple[Cell, ...], targets: tuple[tuple[float, float], ...], kabupaten: tuple[str, ...]
) -> tuple[Cell, ...]:
    """Hill climbing: each tile in turn may move to a free cell or swap with another, if the whole gets better."""
    cells = list(cells)
    holder = {cell: i for i, cell in enumerate(cells)}
    # Far swaps help a small map out of dead ends; a national one settles with its near cells.
    span = 4 if len(cells) <= 300 else 1
    offsets = [(dx, dy) for dx in range(-span, span + 1) for dy in range(-span, span + 1) if dx or dy]

    def away(i: int, cell: Cell) -> float:
        (x, y), (tx, ty) = cell, targets[i]
        return (x - tx) ** 2 + (y - ty) ** 2

    def strain(i: int, cell: Cell) -> float:
        (x, y), total = cell, away(i, cell)
        for dx, dy in NEIGHBOURS:
            other = holder.get((x + dx, y + dy))
            if other is not None:
                total -= COMPANY + (COHESION if kabupaten[other] == kabupaten[i] else 0)
        return total

    def put(i: int, cell: Cell, j: int | None, left: Cell) -> None:
        del holder[left]
        if j is not None:
            holder[left] = j
            cells[j] = left
        holder[cell] = i
        cells[i] = cell

    for _ in range(ROUNDS):
        improved = False
        for i in range(len(cells)):
            strain_here = strain(i, cells[i])
            for dx, dy in offsets:
                here = cells[i]
                there = (here[0] + dx, here[1] + dy)
                j = holder.get(there)
                # Most places are too far to be better, whoever stands around them.
                gain = strain_here - away(i, there) + BEST
                if gain + (away(j, there) - away(j, here) + BEST if j is not None else 0) < 0:
                    continue
                before = strain_here + (strain(j, there) if j is not None else 0)
                put(i, there, j, here)
                after = strain(i, there) + (strain(j, here) if j is not None else 0)
                if after < before - 1e-9:
                    improved = True
                    strain_here = strain(i, there)
                else:
                    # Back as it was: the two swap places again.
                    put(i, here, j, there)
        if not improved:
            break
    return tuple(cells)
