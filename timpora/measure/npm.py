"""Packages of the npm registry: fetched by npm itself, or taken from a folder, and checked by their sum before use.

No npm, no network, another package than the one that was looked at: NpmError. What it means for the reader is said by
whoever asked for the package.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Package:
    """One version of a package. sha512: of its tarball, in base64, as npm's lock files have it."""

    name: str
    version: str
    sha512: str

    @property
    def spec(self) -> str:
        return f"{self.name}@{self.version}"

    @property
    def file(self) -> str:
        """What `npm pack` calls the tarball."""
        return f"{self.name}-{self.version}.tgz"


class NpmError(Exception):
    """The package cannot be had. rule: no_npm, timeout, npm_failed, npm_empty, wrong_sum or no_member."""

    def __init__(self, rule: str, **words: object):
        super().__init__(rule)
        self.rule, self.words = rule, words


def tarball(package: Package, carried: Path | None = None, timeout: float = TIMEOUT_SECONDS) -> bytes:
    """The package as it is kept in the registry, its sum checked. Raises NpmError, OSError.

    carried: a folder that somebody brought the tarball in, for a closed network; nothing is asked of npm then. What npm
    has fetched before it has in its own cache, and gives without a network.
    """
    if carried:
        return checked((carried / package.file).read_bytes(), package)
    with tempfile.TemporaryDirectory(prefix="timpora-npm-") as aside:
        return checked(_packed(package, Path(aside), timeout).read_bytes(), package)


def checked(content: bytes, package: Package) -> bytes:
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != package.sha512:
        raise NpmError("wrong_sum", package=package.spec)
    return content


def member(content: bytes, name: str, package: Package) -> bytes:
    """One file out of a tarball. Read by name and written by us: no path inside decides where a file lands."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            if found := archive.extractfile(name):
                return found.read()
    except (KeyError, tarfile.TarError, EOFError, OSError, zlib.error):
        pass  # as if it were not there
    raise NpmError("no_member", package=package.spec, member=name)


def _packed(package: Package, folder: Path, timeout: float) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise NpmError("no_npm", package=package.spec)
    # The version is exact: a plain name gives an older one to an older Node.
    command = [npm, "pack", package.spec, "--silent", "--prefer-offline"]
    command += ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"]
    try:
        subprocess.run(command, cwd=folder, timeout=timeout, check=True, capture_output=True)
    except subprocess.TimeoutExpired as error:
        raise NpmError("timeout", package=package.spec, seconds=f"{timeout:g}") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise NpmError("npm_failed", package=package.spec) from error
    tarballs = list(folder.glob("*.tgz"))
    if len(tarballs) != 1:
        raise NpmError("npm_empty", package=package.spec)
    return tarballs[0]
