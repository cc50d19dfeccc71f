"""Other offices than the one that is shipped, from lists cut out of the real packages; their land is squares."""

import csv
import io
import json
import tarfile
from base64 import b64encode
from dataclasses import replace
from hashlib import sha512
from pathlib import Path

import pytest

from timpora import paths
from timpora.measure import boundaries, national
from timpora.measure.national import Nation
from timpora.measure.npm import Package

LISTS = paths.ROOT / "tests" / "files" / "national"
NAMES = ("provinces", "regencies", "districts", "villages", "islands")
# A city and a regency; an archipelago; the two ends of Papua, with kecamatan that were split since.
OFFICES = {"sulawesi": "73.72,73.12", "kepulauan": "21.71,21.03", "papua": "91.71,95.02"}


def nation() -> Nation:
    bps = (json.loads((LISTS / f"bps-{name}.json").read_text("utf-8")) for name in ("regencies", "districts"))
    return national.joined({name: _rows(name) for name in NAMES}, *bps)


def carry(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """The two packages as they are carried to a closed network, cut to a few kabupaten, with their sums expected."""
    lists = {f"package/data/{name}.csv": (LISTS / f"{name}.csv").read_bytes() for name in NAMES}
    _pack(folder, "KEMENDAGRI", lists, patch)
    parts = {f"package/data/{name}.json": LISTS / f"bps-{name}.json" for name in ("regencies", "districts")}
    _pack(folder, "BPS", {name: file.read_bytes() for name, file in parts.items()}, patch)
    return folder


def land(folder: Path) -> None:
    """Boundaries with the codes and names of the real file, each kecamatan a square in a row of its kabupaten."""
    features, columns = [], {}
    for row in _rows("polygons"):
        kabupaten = row["bps_code"][:4]
        north = -sorted({other["bps_code"][:4] for other in _rows("polygons")}).index(kabupaten)
        west = columns[kabupaten] = columns.get(kabupaten, 100.0) + 0.1
        ring = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
        features.append(
            {
                "type": "Feature",
                "properties": {"CC_3": row["bps_code"], "NAME_3": row["name"]},
                "geometry": {"type": "Polygon", "coordinates": [[[west + x, north + y] for x, y in ring]]},
            }
        )
    file = folder / "batas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    boundaries.import_file(file, paths.boundaries(), attribution="Batas: gambar uji")


def _pack(folder: Path, which: str, files: dict[str, bytes], patch: pytest.MonkeyPatch) -> None:
    package: Package = getattr(national, which)
    path = folder / package.file
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    patch.setattr(national, which, replace(package, sha512=b64encode(sha512(path.read_bytes()).digest()).decode()))


def _rows(name: str) -> list[dict[str, str]]:
    with (LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
