"""What a boundary file is by its content, and the one layer of a zipped one; bounded, whatever an archive claims.

Also used in the child that opens such files: only the standard library.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

MAX_BYTES, MAX_UNPACKED = 200_000_000, 500_000_000
_SHAPEFILE = ("shp", "shx", "dbf", "prj", "cpg")
_ALONE = ("gpkg", "geojson", "json", "parquet", "geoparquet")  # what else somebody may have zipped


class Refused(Exception):
    """The file is not let in: `words` hold the rule and what its sentence says."""

    def __init__(self, rule: str, **words: object):
        super().__init__(rule)
        self.words = {"refused": rule} | words


def kind_of(head: bytes) -> str | None:
    """What a file is by its first bytes: zip · gpkg · parquet · shp · geojson; None for anything else."""
    for magic, kind in ((b"PK\x03\x04", "zip"), (b"SQLite format 3\0", "gpkg"), (b"PAR1", "parquet")):
        if head.startswith(magic):
            return kind
    if head.startswith(b"\x00\x00\x27\x0a"):
        return "shp"
    return "geojson" if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else None


def unpacked(content: bytes) -> tuple[str, bytes]:
    """What a file is, and the bytes to read it from: the one layer of an archive is taken out. Raises Refused."""
    if not content:
        raise Refused("boundary_empty")
    if len(content) > MAX_BYTES:
        raise Refused("boundary_too_large", most=MAX_BYTES // 1_000_000)
    kind = kind_of(content[:64])
    if kind == "zip":
        return _zipped(content)
    if kind in (None, "shp"):
        raise Refused("boundary_bare_shp" if kind else "boundary_unknown_format")
    return kind, content


def _zipped(content: bytes) -> tuple[str, bytes]:
    """The one shapefile of an archive, alone in an archive of ours; or the one file of another kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Members are read by us and named by us: no path inside the archive decides where anything lands.
            members = [part for part in archive.infolist() if not part.is_dir() and "__MACOSX" not in part.filename]
            if len(members) > 2_000 or any(part.flag_bits & 1 for part in members):
                raise Refused("boundary_odd_zip")
            shapes = [part for part in members if part.filename.lower().endswith(".shp")]
            others = [part for part in members if part.filename.lower().rpartition(".")[2] in _ALONE]
            if len(shapes) + len(others) > 1:
                names = ", ".join(sorted(part.filename[-60:] for part in shapes + others)[:6])
                raise Refused("boundary_zip_several", value=names)
            left = [MAX_UNPACKED]
            if others:
                inside = b"".join(_blocks(archive, others[0], left))
                kind = kind_of(inside[:64])
                if kind not in ("gpkg", "geojson", "parquet"):
                    raise Refused("boundary_unknown_format")
                return kind, inside
            if not shapes:
                raise Refused("boundary_zip_without")
            return "shapefile", _shapefile(archive, members, shapes[0].filename, left)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, struct.error) as broken:
        raise Refused("boundary_unreadable") from broken


def _shapefile(archive: zipfile.ZipFile, members: list, shape: str, left: list[int]) -> bytes:
    stem = shape[: -len(".shp")].lower()
    parts = {part.filename.lower().rpartition(".")[2]: part for part in members if _stem(part.filename) == stem}
    if missing := [f".{suffix}" for suffix in ("shx", "dbf") if suffix not in parts]:
        raise Refused("boundary_shp_incomplete", value=", ".join(missing))
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w") as copy:
        for suffix in _SHAPEFILE:
            if suffix in parts:
                copy.writestr(f"layer.{suffix}", b"".join(_blocks(archive, parts[suffix], left)))
    return clean.getvalue()


def _stem(name: str) -> str:
    return name.lower().rpartition(".")[0]


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: list[int]) -> Iterator[bytes]:
    # Counted as it comes out: what the archive says about its sizes need not be so.
    with archive.open(part) as content:
        while block := content.read(1 << 20):
            left[0] -= len(block)
            if left[0] < 0:
                raise Refused("boundary_unpacks_too_large", most=MAX_UNPACKED // 1_000_000)
            yield block
