"""Kecamatan polygons: one vector file in, one GeoParquet out, and the rows an office needs back again.

The store is `folder/kecamatan.parquet` (bps_code, name, kind, geometry; EPSG:4326, four decimals, about 11 m)
with `folder/source.json` beside it (attribution, sum, counts). It holds the whole nation, some 6,600 rows; an
office reads only its own. Source of the default file: GADM 4.1 by `timpora.measure.gadm`; free for
non-commercial use and not to be passed on, hence cached outside git.

geopandas is imported inside the functions: it costs a second of every server start, and the server needs it
only when the geometry script (`timpora.draw.geometry`) is not cached yet.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from timpora.text import say

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

ATTRIBUTION = "Batas: GADM 4.1 (non-komersial)"
VINTAGE = "sekitar 2015"
DECIMALS = 4
CODINGS = KEMENDAGRI, BPS, NAME = ("kemendagri", "bps", "nama")  # of the codes in a file; its names may be the key
PARQUET = "kecamatan.parquet"
SOURCE = "source.json"


class BoundaryError(Exception):
    """Boundaries cannot be had or read; the message is one sentence for the person who asked."""


@dataclass(frozen=True)
class ImportReport:
    """What came of one file. Counts are features of that file, or rows kept (kecamatan, water, forest)."""

    path: Path
    features: int
    kecamatan: int
    water: int
    forest: int
    without_code: int
    merged_codes: tuple[str, ...]
    repaired: tuple[str, ...]

    @property
    def sentence(self) -> str:
        counts = asdict(self) | {"merged": len(self.merged_codes), "mended": len(self.repaired)}
        return say("boundary.imported", **counts)


def import_file(
    path: Path,
    folder: Path,
    code_column: str = "CC_3",
    name_column: str = "NAME_3",
    attribution: str = ATTRIBUTION,
    vintage: str = VINTAGE,
) -> ImportReport:
    """Reduce a vector file (GeoJSON, GeoPackage, Shapefile …) to the store in `folder`, replacing what is there.

    The code column must hold seven-digit BPS codes; anything else in it (GADM writes `NA`) is left out and
    counted. Codes ending 888 are lakes, 999 forest (domain.md, Boundaries). The same code twice is one area.
    Raises BoundaryError when the file cannot be read, has no such column, no CRS, or no usable code.
    """
    raw = _read(Path(path), code_column)
    codes = raw[code_column].map(_bps_code)
    usable = codes != ""
    if not usable.any():
        raise BoundaryError(say("boundary.no_codes", column=code_column, file=Path(path).name))
    names = raw[name_column].map(spaced) if name_column in raw.columns else codes
    features = raw.assign(bps_code=codes, name=names)[usable][["bps_code", "name", "geometry"]]
    kecamatan = features["bps_code"][features["bps_code"].map(_kind) == "kecamatan"]
    invalid = ~features.geometry.is_valid
    areas = _one_per_area(_polygons_only(features))
    report = ImportReport(
        path=Path(folder) / PARQUET,
        features=len(raw),
        kecamatan=int((areas["kind"] == "kecamatan").sum()),
        water=int((areas["kind"] == "water").sum()),
        forest=int((areas["kind"] == "forest").sum()),
        without_code=int((~usable).sum()),
        merged_codes=tuple(sorted(set(kecamatan[kecamatan.duplicated()]))),
        repaired=tuple(features["name"][invalid]),
    )
    _store(areas[["bps_code", "name", "kind", "geometry"]], report, attribution, vintage)
    return report


def load(folder: Path, bps_codes: Iterable[str]) -> GeoDataFrame | None:
    """Kecamatan of the given BPS codes, in code order; fewer rows than codes where the file knows no such code.

    None when no boundaries were imported. Raises BoundaryError when the store is damaged.
    """
    wanted = sorted({str(code) for code in bps_codes})
    return _stored(folder, filters=[("kind", "==", "kecamatan"), ("bps_code", "in", wanted)])


def around(folder: Path, bounds: tuple[float, float, float, float]) -> GeoDataFrame | None:
    """Everything that touches `bounds` (west, south, east, north in degrees), of every kind: for context."""
    return _stored(folder, bbox=bounds)


def water(folder: Path, bounds: tuple[float, float, float, float]) -> GeoDataFrame | None:
    """Lakes and reservoirs that touch `bounds` (west, south, east, north in degrees)."""
    return _stored(folder, filters=[("kind", "==", "water")], bbox=bounds)


def everything(folder: Path) -> GeoDataFrame | None:
    """All that is stored, of every kind. None when no boundaries were imported."""
    return _stored(folder)


def source(folder: Path) -> dict:
    """What is written beside the polygons: attribution, vintage, sha256, counts. {} when there are none."""
    try:
        return json.loads((Path(folder) / SOURCE).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def fingerprint(folder: Path) -> str:
    """sha256 of the stored polygons as they lie on disk; '' when none were imported."""
    path = Path(folder) / PARQUET
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def as_parquet(areas: GeoDataFrame) -> bytes:
    """The file that `load` and `around` read: bps_code, name, kind, geometry."""
    content = io.BytesIO()
    # Covering boxes let `around` read a window without decoding the nation.
    areas[["bps_code", "name", "kind", "geometry"]].to_parquet(
        content, compression="zstd", write_covering_bbox=True, schema_version="1.1.0"
    )
    return content.getvalue()


def write_whole(path: Path, content: bytes) -> None:
    """Write aside, flush to disk, rename: a reader sees the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as aside:
        try:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
            Path(aside.name).chmod(0o644)
            Path(aside.name).replace(path)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise


def spaced(name: object) -> str:
    """GADM writes names without spaces: 'BacukikiBarat' → 'Bacukiki Barat', 'DanauKerinci(Lake)' → 'Danau Kerinci'."""
    words = re.sub(r"\(.*?\)", "", str(name))
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words).strip()


def _read(path: Path, code_column: str) -> GeoDataFrame:
    import geopandas

    try:
        frame = geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)
    except Exception as error:  # GDAL, Arrow and the file system each raise their own: to the reader it is one thing
        raise BoundaryError(say("boundary.unreadable", file=path.name)) from error
    if code_column not in frame.columns:
        present = ", ".join(str(column) for column in frame.columns if column != "geometry") or "–"
        raise BoundaryError(say("boundary.no_column", file=path.name, column=code_column, present=present))
    if not hasattr(frame, "geometry") or frame.geometry.notna().sum() == 0:
        raise BoundaryError(say("boundary.no_polygons", file=path.name))
    if frame.crs is None:
        raise BoundaryError(say("boundary.no_crs", file=path.name))
    return frame[frame.geometry.notna()].to_crs(4326)


def _bps_code(value: object) -> str:
    # Spreadsheet-minded tools store codes as numbers: 7372010.0 is the same code.
    text = re.sub(r"\.0$", "", str(value).strip())
    return text if re.fullmatch(r"\d{7}", text) else ""


def _kind(bps_code: str) -> str:
    return {"888": "water", "999": "forest"}.get(bps_code[-3:], "kecamatan")


def _polygons_only(features: GeoDataFrame) -> GeoDataFrame:
    """Valid polygons on the four-decimal grid; the lines and points that repair leaves behind are dropped."""
    import shapely

    valid = shapely.make_valid(features.geometry.values)
    snapped = shapely.set_precision(valid, 10**-DECIMALS)
    parts = features.assign(geometry=snapped).explode(index_parts=False, ignore_index=True)
    return parts[(parts.geometry.geom_type == "Polygon") & ~parts.geometry.is_empty]


def _one_per_area(parts: GeoDataFrame) -> GeoDataFrame:
    """One row per code; lakes share the code of their kabupaten and stay apart by name."""
    kind = parts["bps_code"].map(_kind)
    area = parts["bps_code"] + parts["name"].where(kind == "water", "")
    columns = {"bps_code": "first", "name": "first", "kind": "first"}
    return parts.assign(kind=kind, area=area).dissolve(by="area", aggfunc=columns).reset_index(drop=True)


def _store(areas: GeoDataFrame, report: ImportReport, attribution: str, vintage: str) -> None:
    folder = report.path.parent
    content = as_parquet(areas)
    # The note goes first: were we to stop between the two, its sum would not fit and `_stored` would say so.
    about = asdict(report) | {
        "path": report.path.name,
        "attribution": attribution,
        "vintage": vintage,
        "sha256": digest_of(content),
    }
    write_whole(folder / SOURCE, json.dumps(about, ensure_ascii=False, indent=1).encode())
    write_whole(report.path, content)


def _stored(folder: Path, **selection) -> GeoDataFrame | None:
    path = Path(folder) / PARQUET
    if not path.is_file():
        return None
    # Parquet does not notice every flipped bit (design.md); the sum does.
    if fingerprint(folder) != source(folder).get("sha256"):
        raise BoundaryError(say("boundary.damaged", file=path.name))
    import geopandas

    frame = geopandas.read_parquet(path, columns=["bps_code", "name", "kind", "geometry"], **selection)
    return frame.sort_values(["bps_code", "name"], ignore_index=True)
