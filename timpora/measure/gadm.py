"""The default boundaries, fetched by npm: GADM 4.1 as packed in `geojson-indonesia@1.0.1`.

GADM's terms allow non-commercial use and forbid passing the file on, so set-up fetches it from the registry,
checks its sum, and it stays outside git (domain.md, Boundaries). No npm, no network, another file than the one
we checked: one BoundaryError whose line says that the product goes on with the tile map.
"""

from dataclasses import replace
from pathlib import Path

from timpora.measure import npm
from timpora.measure.boundaries import BoundaryError, write_whole
from timpora.measure.npm import Package
from timpora.text import say

SHA512 = "siwly7spQI6Tyeo5mitBnnoaX4cOM79qsJ71PGohFgKaCnwrYaVkSrWSdZp6WxKsw9BaoypIuNywGAdLSNWwGg=="
PACKAGE = Package("geojson-indonesia", "1.0.1", SHA512)
MEMBER = "package/geojson/gadm41_IDN_3.json"


def fetch(folder: Path, timeout: float = npm.TIMEOUT_SECONDS, carried: Path | None = None) -> Path:
    """Download the package, check it, and leave `gadm41_IDN_3.json` (13 MB) in `folder`; returns its path.

    carried: a folder that holds the package already. Raises BoundaryError, with one sentence, when any of this
    fails; `folder` is then as it was.
    """
    try:
        return _unpacked(npm.tarball(PACKAGE, carried, timeout), Path(folder))
    except npm.NpmError as problem:
        raise BoundaryError(say(f"boundary.{problem.rule}", **problem.words)) from problem
    except OSError as problem:
        raise BoundaryError(say("boundary.not_carried", file=PACKAGE.file)) from problem


def unpack(tarball: Path, folder: Path, sha512: str = SHA512) -> Path:
    """Take the one member we need out of a tarball whose base64 sha512 must be `sha512`."""
    try:
        return _unpacked(npm.checked(tarball.read_bytes(), replace(PACKAGE, sha512=sha512)), folder)
    except npm.NpmError as problem:
        raise BoundaryError(say(f"boundary.{problem.rule}", **problem.words)) from problem


def _unpacked(content: bytes, folder: Path) -> Path:
    target = folder / Path(MEMBER).name
    write_whole(target, npm.member(content, MEMBER, PACKAGE))
    return target
