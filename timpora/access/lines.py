"""A book on disk: lines of JSON, oldest first, only ever added to.

What stands behind the last line break was never said to be kept: the power failed while it was written.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timpora.access import files
from timpora.access.line_fields import LineFault, parsed
from timpora.text import say


class BookDamaged(ValueError):
    """A line of a book cannot be read, and what was asked for needs all of them; the message names the line.

    Books whose lines decide something (alarms, follow-up, meetings, notes) say so by their own refusal.
    """


@dataclass(frozen=True)
class Damage:
    """A line that a hand or a disk changed: it is not used, and the others are."""

    file: str  # "meetings/book.jsonl"
    line: int
    why: str

    def __str__(self) -> str:
        return say("book.damaged", file=self.file, line=self.line, why=self.why)

    @property
    def refusal(self) -> str:
        """For whoever would add to the book, or decide by it."""
        return " ".join([str(self), say("book.not_added")])


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


def read(
    book: Path, take: Callable[[dict[str, Any]], object], lost: Callable[[], object] = lambda: None
) -> list[Damage]:
    """Every line given to `take`, oldest first; those it raises a LineFault of are returned. Raises OSError.

    lost: called for each of these in its turn, for a book in which the line may have taken something back.
    """
    damages = []
    for number, text in enumerate(whole(book), start=1):
        try:
            take(parsed(text))
        except LineFault as fault:
            damages.append(Damage(f"{book.parent.name}/{book.name}", number, str(fault)))
            lost()
    return damages


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
