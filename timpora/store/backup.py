"""All that an office would miss, in one file: what was loaded and published, every book, the key, people, the log.

A backup holds exact counts and the key that rounds them: it is made for its owner only (0600), and kept as they are.
Nobody publishes or loads meanwhile; books and the log are copied at one moment each, and go on being written.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import IO

from timpora import paths, settings
from timpora.access import book, files
from timpora.intake import ledger
from timpora.store import journal, key, proof, room
from timpora.text import say

MANIFEST = "cadangan.json"
_PASSING = ("lock", "*.lock", "*.part", "stage-*", "tmp", "publishing", "sessions.sqlite*")  # what no backup needs
_SHIPPED = ("contracts", "reference")  # of a data folder in the checkout: they come with the next version
_TOLD = 5  # faults of a backup that are said
_BROKEN = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError, KeyError, TypeError)


class BackupError(ValueError):
    """Nothing was made, or nothing was put back; the message says why and what to do."""


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself, as its last part."""

    made_at: str  # ISO 8601 with offset
    snapshot: str  # the one in service; "" before the first
    files: dict[str, str]  # name → SHA-256
    folders: dict[str, int]  # name → who may open it, as chmod takes it
    closed: list[str]  # folders that whoever made it may not read: what is in them is missing

    @property
    def pair(self) -> list[str]:
        """The two files of the snapshot in service; none where only one of them is in it, as of a web server's data."""
        names = [file.relative_to(paths.data()).as_posix() for file in room.pair(self.snapshot)]
        return names if all(name in self.files for name in names) else []


def make(out: Path, begins: Callable[[], None], waiting: Callable[[], None]) -> Contents:
    """Write the backup, whole or not at all. Raises BackupError, OSError.

    begins: called before anything is copied, what it raises stops that; waiting: called if somebody is publishing.
    """
    data = paths.data().resolve()
    if out.exists():
        raise BackupError(say("backup.exists", file=out))
    if out.resolve().is_relative_to(data):
        raise BackupError(say("backup.inside", folder=data))
    if not data.is_dir():
        raise BackupError(say("backup.nothing", folder=data))
    begins()
    aside = out.with_name(out.name + ".part")
    aside.unlink(missing_ok=True)
    try:
        with (
            journal.locked(waiting),
            ledger.locked(),
            files.open_private(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as handle,
            os.fdopen(os.dup(handle), "wb") as raw,
        ):
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
                contents = _fill(archive, data)
            raw.flush()
            os.fsync(handle)
        aside.replace(out)
        files.sync(out.parent)
    finally:
        aside.unlink(missing_ok=True)
    return contents


def restore(archive: Path, into: Path) -> Contents:
    """Put a backup back into a new folder, checked to the last byte. Raises BackupError, OSError."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BackupError(say("backup.not_empty", folder=into))
    into.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".pulih-", dir=into.parent))
    try:
        contents = _taken_out(archive, aside)
        if contents.pair and (fault := proof.fault(contents.snapshot, *(aside / name for name in contents.pair))):
            raise BackupError(say("backup.snapshot", id=contents.snapshot, why=fault))
        with suppress(FileNotFoundError):
            into.rmdir()
        aside.rename(into)
        files.sync(into.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return contents


def key_is_elsewhere() -> bool:
    """Whether the key that rounds is kept outside of the data folder, and so in no backup of it."""
    return not key.file().resolve().is_relative_to(paths.data().resolve())


def _fill(archive: tarfile.TarFile, data: Path) -> Contents:
    sums, folders, closed = {}, {}, []
    for folder in _folders(data, lambda problem: closed.append(Path(problem.filename).relative_to(data).as_posix())):
        folders[folder.relative_to(data).as_posix()] = folder.stat().st_mode & 0o777
        for name, size, content in _inside(folder, data):
            told = archive.gettarinfo(folder / name, (folder / name).relative_to(data).as_posix())
            if told.issym():
                archive.addfile(told)
                continue
            told.size = size
            with content() as opened:
                summed = _Summed(opened)
                archive.addfile(told, summed)
            sums[told.name] = summed.digest
    served = room.served_in(paths.published()) or room.served_in(paths.exact())
    now = settings.now().isoformat(timespec="seconds")
    contents = Contents(now, served.stem if served else "", sums, folders, closed)
    said = json.dumps(asdict(contents), ensure_ascii=False).encode()
    told = tarfile.TarInfo(MANIFEST)
    told.size, told.mode = len(said), files.PRIVATE
    archive.addfile(told, io.BytesIO(said))
    return contents


def _folders(data: Path, closed: Callable[[OSError], object]) -> Iterator[Path]:
    for name, below, _ in os.walk(data, onerror=closed):
        folder = Path(name)
        below[:] = sorted(each for each in below if _is_kept(folder / each, data))
        yield folder


def _inside(folder: Path, data: Path) -> Iterator[tuple[str, int, Callable[[], IO[bytes]]]]:
    """Name, size and content of every file right in a folder. Where a book is written, all of one moment."""
    names = [file.name for file in sorted(folder.iterdir()) if _is_kept(file, data) and not _is_folder(file)]
    lock = folder / "lock"
    is_log = folder == book.folder().resolve()  # all but its head only grows
    with files.locked(lock) if lock.exists() else nullcontext():
        sizes = {name: (folder / name).lstat().st_size for name in names}
        held = [name for name in names if lock.exists() and (not is_log or name == book.HEAD)]
        contents = {name: (folder / name).read_bytes() for name in held}
    for name in names:
        content = contents.get(name)
        yield name, sizes[name], partial(open, folder / name, "rb") if content is None else partial(io.BytesIO, content)


def _taken_out(archive: Path, aside: Path) -> Contents:
    try:
        with tarfile.open(archive, "r:gz") as opened:
            opened.extractall(aside, filter="data")
        contents = Contents(**json.loads((aside / MANIFEST).read_bytes()))
        (aside / MANIFEST).unlink()
        there = {
            file.relative_to(aside).as_posix(): file
            for file in aside.rglob("*")
            if file.is_file() and not file.is_symlink()
        }
        wrong = sorted(contents.files.keys() ^ there.keys())
        wrong += sorted(name for name, file in there.items() if _digest(file) != contents.files.get(name, ""))
        for name, mode in contents.folders.items():
            (aside / name).mkdir(exist_ok=True)
            (aside / name).chmod(mode & 0o755)
    except _BROKEN as problem:
        raise BackupError(say("backup.broken", file=archive, why=problem)) from problem
    if wrong:
        raise BackupError(say("backup.changed", file=archive, names=", ".join(dict.fromkeys(wrong[:_TOLD]))))
    return contents


def _is_kept(place: Path, data: Path) -> bool:
    parts = place.relative_to(data).parts
    if data == paths.ROOT / "data" and parts[0] in _SHIPPED:
        return False
    return not any(fnmatch(part, passing) for part in parts for passing in _PASSING)


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class _Summed:
    """A file that is summed while it is read."""

    def __init__(self, content: IO[bytes]):
        self._content, self._sum = content, hashlib.sha256()

    def read(self, most: int) -> bytes:
        block = self._content.read(most)
        self._sum.update(block)
        return block

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()
