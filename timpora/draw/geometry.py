"""The geometry script: every polygon of the map in one file, made once, named by its content, fetched once.

The browser gets shapes from here and only classes afterwards (design.md: geometry travels once). The script sets

    window.TIMPORA_GEOMETRY = {version, kind, attribution, scale, bounds, view,
        areas: [[code, name, kabupaten index, shape, room for a label] …]     in the order of `Geometry.codes`
        kabupaten, water: [[name, label lon, label lat, half width, shape] …], a kabupaten with its code at the end
        land: shape
        insets: [[kabupaten index, corner, [[lon, lat] of the room for a number in each of its areas]] …], which are
            drawn once more and larger, in a corner of the map}

with shapes as `timpora.draw.shapes.encoded` writes them and boxes as [west, south, east, north] in degrees. It is
a pure function of the areas, the boundary file and this code, and is cached under a hash of the three: a second
start reads a small note and imports neither geopandas nor shapely.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from timpora.draw import insets, palettes, shapes, tiles
from timpora.measure import boundaries
from timpora.measure.boundaries import BoundaryError, write_whole
from timpora.text import language, say
from timpora.text.data import translated

NATIONAL = 1500  # more areas than this are drawn lighter: simplified, on canvas, without land around them
# What the browser says by itself, by the names peta-frame.js knows it under.
_SAID = "water all full nearer farther keys chosen compared areas keep keep_all find month earlier later play pause"
WORDS = {name: f"map.word.{name}" for name in _SAID.split()}
_MODULES = [module.__file__ for module in (insets, shapes, tiles, palettes)]  # what the script is made by
COLUMNS = ["area_code", "area_name", "kabupaten_code", "kabupaten_name", "bps_code", "lat", "lon"]


@dataclass(frozen=True)
class Geometry:
    """What the rest of the program knows of the script. `codes`: area codes in the order of the script's features."""

    version: str  # 12 hex digits of the content: a good name for a URL that never changes
    kind: str  # "polygons" | "tiles"
    codes: tuple[str, ...]
    missing: tuple[str, ...]  # areas the boundary file has no polygon for: absent from the map, not from tables
    attribution: str
    notice: str  # why tiles were drawn although polygons were asked for, as a sentence; else ""
    path: Path  # the gzipped script


def script(areas: pd.DataFrame, boundary_folder: Path, cache_folder: Path, kind: str = "polygons") -> Geometry:
    """The script for these areas, from the cache or made now (0.5 s an office, some 15 s the nation).

    `areas`: area_code, area_name, kabupaten_code, kabupaten_name, bps_code, lat, lon; one row per kecamatan, any
    order. Polygons need boundaries in `boundary_folder`; without them (none, damaged, none of these areas) the
    answer is the tile map, and `notice` says why. kind="tiles" asks for tiles.
    """
    areas = areas[COLUMNS].sort_values("area_code", ignore_index=True)
    if areas["area_code"].duplicated().any():
        raise ValueError(f"areas twice: {sorted(areas['area_code'][areas['area_code'].duplicated()])}")
    note = Path(cache_folder) / f"geometry-{_key(areas, boundary_folder, kind)}.json"
    return _remembered(note) or _made(areas, Path(boundary_folder), note, kind)


def _key(areas: pd.DataFrame, boundary_folder: Path, kind: str) -> str:
    # This code is part of the key, so that no one needs to remember to raise a version number.
    code = [Path(module).read_bytes() for module in (__file__, *_MODULES)]
    parts = [kind.encode(), areas.to_csv(index=False).encode(), *code]
    parts += [json.dumps(_words()).encode()]
    parts += [boundaries.fingerprint(boundary_folder).encode(), _attribution(boundary_folder).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _remembered(note: Path) -> Geometry | None:
    try:
        known = json.loads(note.read_text("utf-8"))
        path = note.parent / f"{known['version']}.js.gz"
        known |= {"codes": tuple(known["codes"]), "missing": tuple(known["missing"]), "path": path}
        return Geometry(**known) if path.is_file() else None
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _made(areas: pd.DataFrame, boundary_folder: Path, note: Path, kind: str) -> Geometry:
    content, notice = None, ""
    if kind == "polygons":
        content, notice = _polygons(areas, boundary_folder)
    content = content or _tiles(areas)
    version = hashlib.sha256(_json(content).encode()).hexdigest()[:12]
    path = note.parent / f"{version}.js.gz"
    codes = tuple(area[0] for area in content["areas"])
    made = Geometry(
        version=version,
        kind=content["kind"],
        codes=codes,
        missing=tuple(sorted(set(areas["area_code"]) - set(codes))),
        attribution=content["attribution"],
        notice=notice,
        path=path,
    )
    text = f"window.TIMPORA_GEOMETRY={_json({'version': version} | content)};"
    write_whole(path, gzip.compress(text.encode(), mtime=0))
    write_whole(note, _json({name: value for name, value in asdict(made).items() if name != "path"}).encode())
    return made


def _polygons(areas: pd.DataFrame, boundary_folder: Path) -> tuple[dict | None, str]:
    try:
        found = boundaries.load(boundary_folder, areas["bps_code"])
    except BoundaryError as error:
        return None, " ".join([str(error), say("boundary.tiles_meanwhile")])
    if found is None:
        return None, say("boundary.none")
    if found.empty:
        return None, say("boundary.none_of_ours")
    drawn = found[["bps_code", "geometry"]].merge(areas, on="bps_code").sort_values("area_code")
    polygons = np.asarray(drawn.geometry)
    national = len(areas) > NATIONAL
    forms = shapes.coarser(polygons) if national else polygons
    bounds = tuple(float(edge) for edge in drawn.total_bounds)
    view = bounds if national else shapes.window(bounds)
    around = {
        "water": [_named(name, form) for name, form in shapes.lakes(boundary_folder, view)],
        "land": [] if national else shapes.encoded(shapes.land(boundary_folder, view)),
        "insets": [] if national else _insets(drawn, bounds),
    }
    return _content("polygons", _attribution(boundary_folder), drawn, forms, bounds, view) | around, ""


def _tiles(areas: pd.DataFrame) -> dict:
    import shapely

    cells = tiles.grid(areas)
    # The nation's tiles are too small for names and stay square.
    wide = tiles.WIDE if len(areas) <= NATIONAL else 1.0
    rings = tiles.squares(areas, cells, wide=wide)
    forms = shapely.polygons([rings[code] for code in areas["area_code"]])
    bounds = tuple(float(edge) for edge in shapely.total_bounds(forms))
    # The outline of a kabupaten runs in the gap between tiles, so it is drawn round whole cells.
    cell_rings = tiles.squares(areas, cells, gap=0, wide=wide)
    whole = shapely.polygons([cell_rings[code] for code in areas["area_code"]])
    content = _content("tiles", say("map.tile_attribution"), areas, forms, bounds, shapes.window(bounds), whole)
    places = tiles.headings(areas, cells, wide)
    named = [[name, *_rounded(places[code]), shape, code] for name, *_, shape, code in content["kabupaten"]]
    return content | {"kabupaten": named, "water": [], "land": [], "insets": []}


def _insets(drawn: pd.DataFrame, bounds: shapes.Bounds) -> list[list]:
    """[kabupaten index, corner, places] of the kabupaten to draw larger; the index is that of `_content`."""
    places = {code: index for index, code in enumerate(drawn["kabupaten_code"].drop_duplicates())}
    polygons, kabupaten = np.asarray(drawn.geometry), drawn["kabupaten_code"].to_numpy()
    larger = []
    for code in insets.small(polygons, kabupaten, bounds):
        own = polygons[kabupaten == code]
        rooms = [_rounded(shapes.label_place(form)[:2]) for form in own]
        larger.append([places[code], insets.corner(polygons, own), rooms])
    return larger


def _content(kind, attribution, areas, forms, bounds, view, edges=None) -> dict:
    """Areas (rows and `forms` in the same order) and their kabupaten; `edges`: the forms outlines are made of."""
    kabupaten = areas[["kabupaten_code", "kabupaten_name"]].drop_duplicates("kabupaten_code")
    place = {code: index for index, code in enumerate(kabupaten["kabupaten_code"])}
    rows = zip(areas["area_code"], areas["area_name"], areas["kabupaten_code"], forms, strict=True)
    edges = forms if edges is None else edges
    return {
        "kind": kind,
        "attribution": attribution,
        "scale": shapes.SCALE,
        "colours": palettes.around("light"),
        "dark": palettes.DARK,  # of these the ones that are other in the dark theme
        "words": _words(),
        "bounds": _rounded(bounds),
        "view": _rounded(view),
        "areas": [
            [code, name, place[kab], shapes.encoded(form), _rounded(shapes.label_place(form))]
            for code, name, kab, form in rows
        ],
        "kabupaten": [
            [*_named(name, shapes.outline(edges[(areas["kabupaten_code"] == code).to_numpy()])), code]
            for code, name in kabupaten.itertuples(index=False)
        ],
    }


def _words() -> dict[str, str]:
    return {letter: say(name) for letter, name in WORDS.items()} | {"locale": language()}


def _named(name: str, form) -> list:
    return [name, *_rounded(shapes.label_place(form)[:3]), shapes.encoded(form)]


def _attribution(boundary_folder: Path) -> str:
    said = boundaries.source(boundary_folder).get("attribution", boundaries.ATTRIBUTION)
    return "; ".join(translated(said.split("; ")))


def _rounded(numbers) -> list[float]:
    return [round(number, 4) for number in numbers]


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
