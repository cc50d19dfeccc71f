"""The shapes of the geometry script, on the plane that a picture is drawn on: read once, then shared and never changed.

The plane is Mercator's, as the browser's map has it, in degrees of longitude: x to the east, y to the north.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from timpora.draw import shapes
from timpora.draw.geometry import NATIONAL

Box = tuple[float, float, float, float]  # west, south, east, north on the plane

_MOVE, _LINE, _CLOSE = 1, 2, 79  # matplotlib.path.Path's codes


@dataclass(frozen=True)
class Shape:
    """Rings one after another, each closed; an outer ring turns left and a hole right, so that holes stay open."""

    points: np.ndarray  # (n, 2)
    codes: np.ndarray  # (n,), of matplotlib.path.Path


@dataclass(frozen=True)
class Room:
    """Where a text may stand in a shape, and how much of it: half the width there, and the radius that is free."""

    x: float
    y: float
    half: float
    radius: float = 0.0


@dataclass(frozen=True)
class Named:
    name: str
    room: Room
    shape: Shape


@dataclass(frozen=True)
class Inset:
    kabupaten: int
    corner: str  # "bottomleft" | "topright" | "bottomright"
    places: tuple[tuple[float, float], ...]  # room for a text in each of its areas


@dataclass(frozen=True)
class Plane:
    """A geometry script decoded. Areas are in the order of `Geometry.codes`; rooms is empty for a nation's."""

    kind: str
    attribution: str
    bounds: Box
    view: Box  # as far as what lies around is known
    codes: tuple[str, ...]
    names: tuple[str, ...]
    kabupaten_of: tuple[int, ...]
    areas: tuple[Shape, ...]
    rooms: tuple[Room, ...]
    kabupaten: tuple[Named, ...]
    kabupaten_codes: tuple[str, ...]
    water: tuple[Named, ...]
    land: Shape
    insets: tuple[Inset, ...]

    @property
    def is_national(self) -> bool:
        return len(self.areas) > NATIONAL


@lru_cache(maxsize=4)
def read(script: Path) -> Plane:
    """The plane of a gzipped script (`Geometry.path`), whose name holds its content's hash. 20 ms an office, 1 s a
    nation."""
    text = gzip.decompress(script.read_bytes()).decode()
    made = json.loads(text.partition("=")[2].rstrip(";"))
    rings = [_rings(area[3], made["scale"]) for area in made["areas"]]
    is_national = len(rings) > NATIONAL
    return Plane(
        kind=made["kind"],
        attribution=made["attribution"],
        bounds=_box(made["bounds"]),
        view=_box(made["view"]),
        codes=tuple(area[0] for area in made["areas"]),
        names=tuple(area[1] for area in made["areas"]),
        kabupaten_of=tuple(area[2] for area in made["areas"]),
        areas=tuple(map(_shape, rings)),
        rooms=() if is_national else tuple(map(_room, rings)),
        kabupaten=tuple(_named(row, made["scale"]) for row in made["kabupaten"]),
        kabupaten_codes=tuple(row[5] for row in made["kabupaten"]),
        water=tuple(_named(row, made["scale"]) for row in made["water"]),
        land=_shape(_rings(made["land"], made["scale"])),
        insets=tuple(
            Inset(kabupaten, corner, tuple(tuple(at) for at in projected(np.array(places, dtype=float))))
            for kabupaten, corner, places in made["insets"]
        ),
    )


def together(some: Sequence[Shape]) -> Shape:
    """Many shapes as one."""
    if not some:
        return Shape(np.empty((0, 2)), np.empty(0, dtype=np.uint8))
    return Shape(np.concatenate([s.points for s in some]), np.concatenate([s.codes for s in some]))


def projected(degrees: np.ndarray) -> np.ndarray:
    """(n, 2) of [lon, lat] in degrees → the same places on the plane."""
    north = np.degrees(np.log(np.tan(np.pi / 4 + np.radians(degrees[:, 1]) / 2)))
    return np.column_stack([degrees[:, 0], north])


def _box(degrees: list[float]) -> Box:
    west, south, east, north = degrees
    (west, south), (east, north) = projected(np.array([[west, south], [east, north]]))
    return float(west), float(south), float(east), float(north)


def _rings(encoded: list, scale: int) -> list[list[np.ndarray]]:
    """The rings of each polygon: steps from point to point (`shapes.encoded`) added up."""
    return [
        [projected(np.cumsum(np.reshape(steps, (-1, 2)), axis=0) / scale) for steps in polygon] for polygon in encoded
    ]


def _shape(polygons: list[list[np.ndarray]]) -> Shape:
    points, codes = [], []
    for polygon in polygons:
        for place, ring in enumerate(polygon):
            turned = ring if (_area(ring) > 0) == (place == 0) else ring[::-1]
            points += [turned, turned[:1]]
            codes.append(np.array([_MOVE, *[_LINE] * (len(ring) - 1), _CLOSE], dtype=np.uint8))
    return Shape(np.concatenate(points), np.concatenate(codes)) if points else together([])


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _room(polygons: list[list[np.ndarray]]) -> Room:
    import shapely

    parts = shapely.make_valid([shapely.Polygon(outer, holes) for outer, *holes in polygons])
    largest = max(shapely.get_parts(parts), key=lambda part: part.area)
    polygon = max(shapely.get_parts(largest), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(polygon, tolerance=0.005)
    return Room(*shapes.label_place(polygon)[:3], radius=float(shapely.length(circle)))


def _named(row: list, scale: int) -> Named:
    name, lon, lat, half, encoded, *_ = row
    [(x, y)] = projected(np.array([[lon, lat]]))
    return Named(name, Room(float(x), float(y), half), _shape(_rings(encoded, scale)))
