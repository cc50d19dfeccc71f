"""Files that only their owner reads, on disk for certain once they are said to be."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timpora import paths

PRIVATE, PRIVATE_FOLDER = 0o600, 0o700


def folder(*below: str) -> Path:
    """paths.access(), or a folder in it; made if it is not there yet. Raises OSError."""
    for place in (paths.data(), paths.access(), paths.access().joinpath(*below)):
        if not place.is_dir():
            place.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            _hand_over(place)
            sync(place.parent)
    return paths.access().joinpath(*below)


@contextmanager
def locked(lock: Path) -> Iterator[None]:
    """One process and one thread at a time; the kernel lets go of the lock when its holder is killed."""
    with open_private(lock, os.O_WRONLY | os.O_CREAT) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def open_private(path: Path, flags: int) -> Iterator[int]:
    """A file descriptor of a file that, if this makes it, nobody else may read."""
    is_new = not path.exists()
    handle = os.open(path, flags | os.O_CLOEXEC, PRIVATE)
    try:
        if is_new:
            _hand_over(path)
        yield handle
    finally:
        os.close(handle)


def write_aside(path: Path, content: bytes) -> Path:
    """Write what the file is to become beside it, where a full disk does no harm; `aside.replace(path)` is left."""
    aside = path.with_name(path.name + ".part")
    aside.unlink(missing_ok=True)
    with open_private(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as file:
        write_all(file, content)
        os.fsync(file)
    return aside


def replace(path: Path, content: bytes) -> None:
    """Write a file whole, or leave it as it was."""
    write_aside(path, content).replace(path)
    sync(path.parent)


def write_all(handle: int, content: bytes) -> None:
    """A disk that is nearly full takes a part first, and says why only when asked to take the rest."""
    while content:
        content = content[os.write(handle, content) :]


def sync(place: Path) -> None:
    """A name in a folder is on disk only once the folder is."""
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hand_over(path: Path) -> None:
    # What root writes for a server that runs as somebody else would lock that server out.
    owner = path.parent.stat()
    if os.geteuid() == 0 and owner.st_uid != path.stat().st_uid:
        os.chown(path, owner.st_uid, owner.st_gid)
