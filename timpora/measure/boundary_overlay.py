"""A new set laid over the one before it: what it takes from whom, and what stays. Also: what was cut anew between two.

Frames have bps_code, name, kind, geometry (EPSG:4326), one row per area. Areas are measured in EPSG:6933.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from timpora.measure import coverage

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

KEPT = 0.1  # of an area: with less than this left it is gone, merged into those that took its land
TAKEN = 0.1  # of an area: less than this is two drawings of one edge, not land that changed hands
SMALLEST_KM2 = 0.5  # of land that changed hands, to be told


@dataclass(frozen=True)
class Taken:
    """What the new set takes from an area it does not name."""

    bps_code: str
    name: str
    taken_km2: float
    left_km2: float

    @property
    def is_gone(self) -> bool:
        return self.left_km2 < KEPT * (self.taken_km2 + self.left_km2)


@dataclass(frozen=True)
class Change:
    """Land of one area that is another's in the next set. how: split (to a new area), merged (from one gone), moved."""

    source: str  # bps codes
    target: str
    km2: float
    how: str


def laid_over(new: GeoDataFrame, old: GeoDataFrame | None) -> tuple[GeoDataFrame, list[Taken]]:
    """(what is drawn, what was taken): the new areas, and of the old ones those it does not name, cut to fit."""
    import geopandas
    import shapely

    if old is None or old.empty:
        return new, []
    others = old[~((old["kind"] == "kecamatan") & old["bps_code"].isin(new["bps_code"]))]
    ground = shapely.union_all(np.asarray(new.geometry))
    shapely.prepare(ground)
    touched = (others["kind"] == "kecamatan").to_numpy() & shapely.intersects(ground, np.asarray(others.geometry))
    before, stays = others[touched], others[~touched]
    left = coverage.polygonal(shapely.difference(np.asarray(before.geometry), ground)) if len(before) else np.array([])
    left_km2, was_km2 = coverage.km2(left), coverage.km2(np.asarray(before.geometry))
    told = [
        Taken(code, name, float(was - now), float(now))
        for code, name, was, now in zip(before["bps_code"], before["name"], was_km2, left_km2, strict=True)
    ]
    kept = np.array([not one.is_gone for one in told], dtype=bool)
    trimmed = before.assign(geometry=_whole_parts(left))[kept]
    joined = geopandas.GeoDataFrame(pd.concat([new, trimmed[new.columns]], ignore_index=True), crs=4326)
    # Where the old land was cut the two share an edge from now on, as neighbours of one set do.
    stitched = coverage.clean(np.asarray(joined.geometry))
    whole = pd.concat([joined.assign(geometry=stitched), stays[new.columns]], ignore_index=True)
    worth = [one for one in told if one.is_gone or one.taken_km2 > TAKEN * (one.taken_km2 + one.left_km2)]
    return geopandas.GeoDataFrame(whole, crs=4326), worth


def changes(old: GeoDataFrame, new: GeoDataFrame, smallest: float = SMALLEST_KM2) -> list[Change]:
    """Land that is another area's in the new set, by pairs, the most first; both frames hold kecamatan only."""
    import shapely

    before, after = (coverage.equal_area(np.asarray(frame.geometry)) for frame in (old, new))
    was, now = old["bps_code"].to_numpy(), new["bps_code"].to_numpy()
    first, second = shapely.STRtree(after).query(before, predicate="intersects")
    other = was[first] != now[second]
    first, second = first[other], second[other]
    shared = shapely.area(shapely.intersection(before[first], after[second])) / 1e6
    found = [
        Change(str(was[one]), str(now[two]), float(area), _how(was[one], now[two], set(was), set(now)))
        for one, two, area in zip(first, second, shared, strict=True)
        if area >= smallest
    ]
    return sorted(found, key=lambda change: -change.km2)


def _how(source: str, target: str, was: set[str], now: set[str]) -> str:
    if target not in was:
        return "split"
    return "merged" if source not in now else "moved"


def _whole_parts(shapes: np.ndarray) -> np.ndarray:
    """Without the slivers that two drawings of one edge leave."""
    import shapely

    whole = []
    for shape in shapes:
        parts = shapely.get_parts(shape)
        large = parts[coverage.km2(parts) >= coverage.SMALLEST_KM2] if len(parts) else parts
        whole.append(shapely.MultiPolygon(list(large)) if len(large) else shape)
    return np.array(whole, dtype=object)
