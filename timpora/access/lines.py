"""A book on disk: lines of JSON, oldest first, only ever added to.

What stands behind the last line break was never said to be kept: the power failed while it was written.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from timpora.access import files


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """The only one who writes in a folder, which is made, for its owner only, if it is not there. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(files.PRIVATE_FOLDER, parents=True, exist_ok=True)
        files.sync(folder.parent)
    with files.locked(folder / "lock"):
        yield


def whole(book: Path) -> list[bytes]:
    """The lines of a book, without their ends; none where there is no book. Raises OSError."""
    try:
        return book.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []


def append(book: Path, line: Mapping) -> None:
    """One more line, on disk for certain; without it on an OSError. To be called by who is `alone`."""
    with files.open_private(book, os.O_WRONLY | os.O_CREAT) as handle:
        end = sum(len(each) + 1 for each in whole(book))
        os.ftruncate(handle, end)  # a torn last line would swallow ours
        os.lseek(handle, end, os.SEEK_SET)
        try:
            files.write_all(handle, json.dumps(line, ensure_ascii=False).encode() + b"\n")
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise
    files.sync(book.parent)
