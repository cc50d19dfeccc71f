"""The GeoJSON file of the naive map: the very polygons our own script holds, to the same precision."""

import gzip
import json
from itertools import accumulate

from benchmarks.house import House
from timpora.draw import geometry


def write(house: House) -> str:
    """Write `house.geojson`; returns the kind of shapes there are: "polygons", or "tiles" without boundaries."""
    boundaries = house.data / "boundaries"
    made = geometry.script(house.snapshot.ask("areas"), boundaries, boundaries / "scripts")
    text = gzip.decompress(made.path.read_bytes()).decode()
    script = json.loads(text[text.index("{") : text.rindex("}") + 1])
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {"type": "MultiPolygon", "coordinates": _coordinates(shape, script["scale"])},
        }
        for code, name, _, shape, *_ in script["areas"]
    ]
    house.geojson.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return made.kind


def _coordinates(shape: list, scale: int) -> list:
    return [[_ring(steps, scale) for steps in polygon] for polygon in shape]


def _ring(steps: list[int], scale: int) -> list:
    """Steps added up to positions, and the ring closed, as GeoJSON wants it."""
    positions = [
        [lon / scale, lat / scale] for lon, lat in zip(*map(accumulate, (steps[::2], steps[1::2])), strict=True)
    ]
    return [*positions, positions[0]]
