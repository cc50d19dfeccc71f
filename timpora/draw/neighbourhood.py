"""Who is whose neighbour among the areas of a view: by their borders, or where there are none by the tile map.

Kept on disk beside the geometry scripts, under a name that changes with the areas, the boundary file and this code.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from timpora.draw import tiles
from timpora.measure import boundaries, neighbours
from timpora.measure.boundaries import BoundaryError, write_whole
from timpora.measure.neighbours import Neighbours

_COLUMNS = ["area_code", "kabupaten_code", "bps_code", "lat", "lon"]


@dataclass(frozen=True)
class Neighbourhood:
    """Code → codes of its neighbours. An area the boundary file does not have is not in it."""

    of: Neighbours
    is_of_tiles: bool  # not of the land: tiles lie beside each other that only lie near each other there


def neighbourhood(areas: pd.DataFrame, boundary_folder: Path, cache_folder: Path) -> Neighbourhood:
    """Of these areas, from the cache or made now (0.1 s an office, 10 s the nation).

    areas: answers/areas.sql. Where there are no boundaries, or they cannot be read, neighbours are those of the tiles.
    """
    areas = areas[_COLUMNS].sort_values("area_code", ignore_index=True)
    note = Path(cache_folder) / f"neighbours-{_key(areas, Path(boundary_folder))}.json"
    try:
        known = json.loads(note.read_text("utf-8"))
        return Neighbourhood({code: tuple(others) for code, others in known["of"].items()}, known["is_of_tiles"])
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        made = _made(areas, Path(boundary_folder))
        write_whole(note, json.dumps({"of": made.of, "is_of_tiles": made.is_of_tiles}).encode())
        return made


def _key(areas: pd.DataFrame, boundary_folder: Path) -> str:
    code = [Path(module.__file__).read_bytes() for module in (neighbours, tiles)]
    parts = [areas.to_csv(index=False).encode(), boundaries.fingerprint(boundary_folder).encode(), *code]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _made(areas: pd.DataFrame, boundary_folder: Path) -> Neighbourhood:
    try:
        found = boundaries.load(boundary_folder, areas["bps_code"])
    except BoundaryError:
        found = None
    if found is None or found.empty:
        return Neighbourhood(neighbours.of_cells(tiles.grid(areas)), is_of_tiles=True)
    drawn = found[["bps_code", "geometry"]].merge(areas, on="bps_code").sort_values("area_code")
    return Neighbourhood(neighbours.of_polygons(drawn["area_code"].tolist(), list(drawn.geometry)), is_of_tiles=False)
